import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Transformer } from '@napi-rs/image';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { z } from 'zod';
import { paintPicture } from '../../main/synthetic/picture.js';
import type { MethodInput } from '../../shared/contract.js';
import { decodeMask } from '../../shared/labelmap.js';
import { hitsBelow } from '../support/canary.js';
import { withText } from '../support/pictures.js';
import { expectAccessible } from './support/accessible.js';
import { launchLimen, projectRoot, type LaunchedLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';
import { allSaved, aroundMask, callInPage, pull } from './support/reading.js';

const run = promisify(execFile);
const python = process.env['LIMEN_PYTHON'] ?? join(projectRoot, 'models/training/.venv/bin/python');
const trains = spawnSync(python, ['-c', 'import numpy, PIL']).status === 0;
/** In the names of the pictures and texts in them. */
const canary = 'CANARY9E';
const imported = 20;
const doubly = 3;

/** Pictures of nobody, small and different. */
async function writePictures(folder: string): Promise<void> {
  await mkdir(folder);
  for (let seed = 0; seed < imported; seed += 1) {
    const { width, height, rgba } = paintPicture(5000 + seed, 320, 240);
    const name = `${canary}-${String(seed + 1).padStart(2, '0')}.png`;
    const png = await Transformer.fromRgbaPixels(rgba, width, height).png();
    await writeFile(join(folder, name), withText(png, canary));
  }
}

/** What the system's dialog answers from now on. */
async function choose(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

/** Exports what the dialog shows into a folder, and answers the one made in it. */
async function exportInto({ app, page }: LaunchedLimen, folder: string): Promise<string> {
  await mkdir(folder);
  await choose(app, folder);
  await page.getByTestId('export-run').click();
  await expect(page.getByTestId('export-receipt')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  const [made = ''] = await readdir(folder);
  return join(folder, made);
}

const exported = z.object({
  since: z.string().nullable(),
  samples: z.array(
    z.object({
      standing: z.string(),
      split: z.string().nullable(),
      weight: z.number(),
      ignore: z.object({ disagreementPx: z.int() }).nullable(),
    }),
  ),
});

async function manifestOf(folder: string): Promise<z.infer<typeof exported>> {
  return exported.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
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

/** An attribute beside the lesion, which is in use again at the end. */
async function drawGlobules(page: Page, at: { x: number; y: number }): Promise<void> {
  await page.getByTestId('add-segment').click();
  await page.getByTestId('add-globules').click();
  await page.getByTestId('viewport').focus();
  await pull(page, [at, { x: at.x + 6, y: at.y + 6 }]);
  await allSaved(page);
  await page.keyboard.press('q');
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
      if (id === ids[0]) await drawGlobules(page, left);
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
    await choose(app, join(folder, 'pictures'));
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
    const open = async (id: string): Promise<void> => {
      await page.locator(`[data-testid="review-cases"] [data-instance-id="${id}"]`).click();
      await expect(page.getByTestId('review-pane')).toHaveCount(2);
    };
    const decided = async (state: string): Promise<void> => {
      await expect(page.getByTestId('review-case')).toHaveAttribute('data-state', state);
    };
    await open(first);
    await page.getByText('STAPLE').click();
    await expect(page.getByTestId('reader-rates')).toContainText('anna');
    await expect(page.getByTestId('review-band')).toContainText('Where they differ');
    // What only one of them drew is seen, told, and not lost.
    await page.getByTestId('review-segment').selectOption('globules');
    await expect(page.getByTestId('review-pane').last()).toContainText('did not draw it');
    await expect(page.getByTestId('review-lacking')).toHaveText('B has nothing of: Globules.');
    await expect(page.getByTestId('pair-agreement')).toHaveCount(0);
    await expectAccessible(page, 'review');
    await page.getByTestId('accept-consensus').click();
    await decided('accepted');
    const kept = await callInPage(page, 'library.get', { instanceId: first });
    expect(kept.revisions.at(-1)?.areaPx.globules).toBeGreaterThan(0);
    await page.getByTestId('review-segment').selectOption('lesion');
    await expect(page.getByTestId('pair-agreement')).toContainText('A: anna and B: bert');
    await open(second);
    await page.getByTestId('correct-1').click();
    await isOpen(page, second);
    await page.keyboard.press('e');
    await pull(page, [
      { x: 150, y: 110 },
      { x: 170, y: 130 },
    ]);
    await allSaved(page);
    await page.getByTestId('nav-review').click();
    await open(second);
    await page.getByTestId('accept-own').click();
    await decided('accepted');
    await open(third);
    await page.getByTestId('review-reason').fill('the border at the top');
    await page.getByTestId('send-back').click();
    await decided('sent-back');
    await page.getByText('Agreement', { exact: true }).click();
    await expect(page.getByTestId('agreement')).toContainText('anna and bert');
    await takePicture(page, '.limen-out/e2e/screens/agreement.png');

    // What was agreed upon is frozen and leaves; where the readers differ it is to be ignored.
    await page.getByTestId('nav-snapshots').click();
    await page.getByTestId('snapshot-new').click();
    await page.getByTestId('snapshot-name').fill('first');
    await page.getByTestId('snapshot-make').click();
    await expect(page.getByTestId('snapshot-dialog')).toBeHidden({ timeout: 30_000 });
    const card = page.getByTestId('snapshots-screen').locator('pre');
    await expect(card).toContainText('2 made or corrected by 3 readers');
    await expect(card).toContainText(/Agreement between readers: mean Jaccard 0\.\d{3}/);
    await page.getByTestId('snapshot-export').click();
    await expect(page.getByTestId('export-trial')).toHaveAttribute('data-samples', '2');
    await page.getByTestId('export-ignore-disagreement').check();
    const output = await exportInto(limen, join(folder, 'agreed'));
    const agreed = await manifestOf(output);
    expect(agreed.samples.map(({ standing }) => standing)).toEqual(['read', 'read']);
    for (const { ignore, weight } of agreed.samples) {
      expect(ignore?.disagreementPx).toBeGreaterThan(0);
      expect(weight).toBeLessThan(1);
    }

    // What passed the gate only if asked for, and never into val or test.
    await page.getByTestId('nav-library').click();
    await page.getByTestId('export-open').click();
    await page.getByTestId('export-since').check();
    const trial = page.getByTestId('export-trial');
    await expect(trial).toHaveAttribute('data-samples', '0');
    await page.getByTestId('export-unreviewed').check();
    await expect(trial).toHaveAttribute('data-unreviewed', String(passed));
    await expect(page.getByTestId('export-unreviewed-warning')).toBeVisible();
    await expectAccessible(page, 'export-unreviewed');
    const delta = await manifestOf(await exportInto(limen, join(folder, 'delta')));
    expect(delta.since).toBe('first');
    expect(delta.samples).toHaveLength(passed);
    const kinds = delta.samples.map(({ standing, split }) => `${standing} ${String(split)}`);
    expect(new Set(kinds)).toEqual(new Set(['model-unreviewed train']));
    await limen.close();

    const bin = join(projectRoot, 'bin/limen.mjs');
    const verified = await run(process.execPath, [bin, 'verify', '--library', limen.library]);
    expect(verified.stdout).toContain('0 errors');
    for (const part of ['agreed', 'delta', 'profile/logs']) {
      expect(await hitsBelow(join(folder, part), canary)).toEqual([]);
    }
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
