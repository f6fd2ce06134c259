import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Transformer } from '@napi-rs/image';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { paintPicture } from '../../main/synthetic/picture.js';
import type { MethodInput } from '../../shared/contract.js';
import { decodeMask } from '../../shared/labelmap.js';
import { expectAccessible } from './support/accessible.js';
import { launchLimen, projectRoot, type LaunchedLimen } from './support/launch.js';
import { allSaved, aroundMask, callInPage, pull } from './support/reading.js';

const run = promisify(execFile);
const python = process.env['LIMEN_PYTHON'] ?? join(projectRoot, 'models/training/.venv/bin/python');
const trains = spawnSync(python, ['-c', 'import numpy, PIL']).status === 0;
const imported = 20;
const doubly = 3;

/** Pictures of nobody, small and different. */
async function writePictures(folder: string): Promise<void> {
  await mkdir(folder);
  for (let seed = 0; seed < imported; seed += 1) {
    const { width, height, rgba } = paintPicture(5000 + seed, 320, 240);
    const name = `case-${String(seed + 1).padStart(2, '0')}.png`;
    await writeFile(
      join(folder, name),
      await Transformer.fromRgbaPixels(rgba, width, height).png(),
    );
  }
}

/** As a reader does it: the name in the settings. */
async function becomeReader(page: Page, name: string): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('reader-name').fill(name);
  await page.getByTestId('reader-name').press('Enter');
  await expect(page.getByTestId('reader')).toContainText(name);
}

async function isOpen(page: Page, instanceId: string): Promise<void> {
  await expect(page.getByTestId('read-screen')).toBeVisible();
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true');
  await expect(page.getByTestId('proposal')).toHaveAttribute('data-state', 'ready');
  const open = page.locator('[aria-current="true"]');
  await expect(open.locator(`img[src*="${instanceId}"]`)).toHaveCount(1);
}

/** Reads the pictures in the worklist's order, each begun with the proposal. */
async function readAll(page: Page, ids: readonly string[], stroke: boolean): Promise<void> {
  await page.getByTestId('nav-worklist').click();
  await page.getByTestId('read-next').click();
  for (const id of ids) {
    await isOpen(page, id);
    await page.keyboard.press('t');
    await allSaved(page);
    if (stroke) {
      const opened = await callInPage(page, 'reading.open', { instanceId: id, frame: 0 });
      if (!opened.proposal) throw new Error('there is no proposal');
      const { left, outside } = aroundMask(decodeMask(opened.proposal.mask));
      await page.keyboard.press('b');
      await pull(page, [left, outside]);
      await allSaved(page);
    }
    await page.keyboard.press('Enter');
  }
}

/** The worklist as another reader has it: in Chinese, and light. */
async function lookAtWorklist(page: Page): Promise<void> {
  const change = async (settings: MethodInput<'settings.set'>): Promise<void> => {
    await callInPage(page, 'settings.set', settings);
    await page.reload();
  };
  await change({ language: 'zh-CN', theme: 'light' });
  await page.getByTestId('nav-worklist').click();
  await expect(page.getByTestId('budget')).toBeVisible();
  await expectAccessible(page, 'worklist');
  await change({ language: 'en', theme: 'dark' });
}

test.describe(`from pictures to a training set${trains ? '' : ' (retraining skipped: no Python)'}`, () => {
  let folder: string;
  let limen: LaunchedLimen;

  test.beforeEach(async () => {
    test.setTimeout(200_000);
    folder = await mkdtemp(join(tmpdir(), 'limen-e2e-review-'));
    await writePictures(join(folder, 'pictures'));
    limen = await launchLimen({
      library: join(folder, 'library'),
      userData: join(folder, 'profile'),
      size: { width: 1280, height: 800 },
    });
  });

  test.afterEach(async () => {
    await limen.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('gate, two blind readers, review, consensus, snapshot, export, retraining', async () => {
    const { page, app } = limen;
    const cards = page.getByTestId('instance-card');
    await expect(cards).toHaveCount(5, { timeout: 60_000 });
    await app.evaluate(
      ({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      },
      join(folder, 'pictures'),
    );
    await page.getByTestId('import-folder').first().click();
    await page.getByTestId('import-go').click();
    await page.getByTestId('import-close').click({ timeout: 60_000 });
    const counts = async () => {
      const query = { offset: 0, limit: 1, status: null, search: '' };
      return (await callInPage(page, 'library.list', query)).counts;
    };
    await expect
      .poll(async () => (await counts()).proposed, { timeout: 60_000 })
      .toBe(imported + 5);

    // The gate: the least confident wait, the others pass and are no truth.
    await becomeReader(page, 'anna');
    await page.getByTestId('nav-worklist').click();
    await expect(page.getByTestId('budget')).toContainText('expected failures');
    await page.getByTestId('gate-open').click();
    await expect(page.getByTestId('gate')).toHaveAttribute('data-state', 'open');
    const passed = (await counts())['model-unreviewed'];
    expect(passed).toBeGreaterThan(5);
    await expect(page.getByTestId('gate-passed')).toHaveText(String(passed));

    // The least confident ones to both.
    await page.getByTestId('policy').selectOption('low-confidence');
    const assign = page.getByTestId('assign');
    await assign.getByRole('combobox').fill('bert');
    await assign.getByRole('combobox').press('Enter');
    await page.getByTestId('assign-count').fill(String(doubly));
    await page.getByTestId('assign-run').click();
    await expect(page.getByTestId('worklist-counts')).toContainText(`${String(doubly)} assigned`);
    const { items } = await callInPage(page, 'worklist.get', {});
    const ids = items
      .filter(({ reason }) => reason === 'assigned')
      .map(({ instanceId }) => instanceId);
    await lookAtWorklist(page);

    await readAll(page, ids, true);
    await becomeReader(page, 'bert');
    const [first = '', second = '', third = ''] = ids;
    const seen = await callInPage(page, 'library.get', { instanceId: first });
    expect(seen.revisions.map(({ source }) => source)).toEqual(['model']);
    expect((await callInPage(page, 'reading.open', { instanceId: first, frame: 0 })).masks).toEqual(
      [],
    );
    await page.getByTestId('nav-review').click();
    await expect(page.getByTestId('review-hidden')).toBeVisible();
    await readAll(page, ids, false);

    // The chief: a consensus, a mask of one's own, and one sent back.
    await becomeReader(page, 'chief');
    await page.getByTestId('nav-review').click();
    const choose = async (id: string): Promise<void> => {
      await page.locator(`[data-testid="review-cases"] [data-instance-id="${id}"]`).click();
      await expect(page.getByTestId('review-pane')).toHaveCount(2);
    };
    const decided = async (state: string): Promise<void> => {
      await expect(page.getByTestId('review-case')).toHaveAttribute('data-state', state);
    };
    await choose(first);
    await page.getByText('STAPLE').click();
    await expect(page.getByTestId('reader-rates')).toContainText('anna');
    await expectAccessible(page, 'review');
    await page.getByTestId('accept-consensus').click();
    await decided('accepted');
    await choose(second);
    await page.getByTestId('correct-1').click();
    await isOpen(page, second);
    await page.keyboard.press('e');
    await pull(page, [
      { x: 150, y: 110 },
      { x: 170, y: 130 },
    ]);
    await allSaved(page);
    await page.getByTestId('nav-review').click();
    await choose(second);
    await page.getByTestId('accept-own').click();
    await decided('accepted');
    await choose(third);
    await page.getByTestId('review-reason').fill('the border at the top');
    await page.getByTestId('send-back').click();
    await decided('sent-back');
    await page.getByText('Agreement', { exact: true }).click();
    await expect(page.getByTestId('agreement')).toContainText('anna and bert');
    await page.screenshot({ path: '.limen-out/e2e/screens/agreement.png' });
    await limen.close();

    // What was agreed upon leaves; what passed the gate only if asked for, and never into val or test.
    const command = async (...args: string[]): Promise<string> => {
      const bin = join(projectRoot, 'bin/limen.mjs');
      return (await run(process.execPath, [bin, ...args, '--library', limen.library])).stdout;
    };
    expect(await command('snapshot', '--name', 'first', '--splits', '50/25/25')).toContain(
      'first:',
    );
    const output = join(folder, 'export');
    await command('export', '--snapshot', 'first', '--output', output);
    const asked = join(folder, 'asked');
    await command('export', '--include-unreviewed', '--output', asked);
    const manifestOf = async (of: string) =>
      z
        .object({
          samples: z.array(z.object({ standing: z.string(), split: z.string().nullable() })),
        })
        .parse(JSON.parse(await readFile(join(of, 'manifest.json'), 'utf8')));
    const { samples } = await manifestOf(output);
    expect(samples.map(({ standing }) => standing)).toEqual(['read', 'read']);
    const all = (await manifestOf(asked)).samples;
    const unreviewed = all.filter(({ standing }) => standing === 'model-unreviewed');
    expect(unreviewed).toHaveLength(passed);
    expect(new Set(unreviewed.map(({ split }) => split))).toEqual(new Set(['train']));
    expect(await command('verify')).toContain('0 errors');

    if (!trains) return;
    const training = join(projectRoot, 'models/training');
    const base = join(training, 'checkpoints/malunet.pt');
    const { stdout } = await run(python, [
      join(training, 'retrain.py'),
      '--base',
      base,
      '--export',
      output,
      '--data',
      folder,
      '--id',
      'malunet-2',
      '--out',
      join(folder, 'model'),
      '--dry-run',
    ]);
    expect(stdout).toContain('accepted');
  });
});
