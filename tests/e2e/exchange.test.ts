import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { maskToPng } from '../../main/mask-png.js';
import { maskFromPixels } from '../../shared/labelmap.js';
import { encoder, paint } from '../support/pictures.js';
import { zipOf } from '../main/worker/unpack/archives.js';
import { expectAccessible } from './support/accessible.js';
import { launchLimen, type LaunchedLimen } from './support/launch.js';
import { callInPage } from './support/reading.js';

let folder: string;
let limen: LaunchedLimen;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-e2e-exchange-'));
  await mkdir(join(folder, 'out'));
  limen = await launchLimen({ size: { width: 1280, height: 800 } });
});

test.afterAll(async () => {
  await limen.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the reader chooses in the system's dialog. */
async function chooseInDialog(paths: string[]): Promise<void> {
  await limen.app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
  }, paths);
}

/** Eight pictures with masks in an archive, and beside it the table of them. */
async function writeDataset(): Promise<string[]> {
  const [width, height] = [64, 48];
  const inside = (x: number, y: number, radius: number) =>
    (x - 32) ** 2 + (y - 24) ** 2 < radius ** 2;
  const entries = [];
  for (let index = 0; index < 8; index += 1) {
    const radius = 8 + index;
    const rgb = paint(width, height, (x, y) =>
      inside(x, y, radius) ? [60, 40, 20 + index] : [200 - 9 * index, 180, (x * (index + 3)) % 200],
    );
    const pixels = Uint8Array.from({ length: width * height }, (_, at) =>
      Number(inside(at % width, Math.floor(at / width), radius)),
    );
    const name = `case_${String(index)}`;
    const mask = await maskToPng(maskFromPixels(pixels, width, height));
    entries.push({ name: `set/${name}.png`, bytes: Buffer.from(await encoder(rgb).png()) });
    entries.push({ name: `set/${name}_segmentation.png`, bytes: Buffer.from(mask) });
  }
  const archive = join(folder, 'dataset.zip');
  await writeFile(archive, zipOf([...entries, { name: '../evil.png', bytes: Buffer.from('x') }]));
  const table = join(folder, 'table.csv');
  const rows = Array.from({ length: 8 }, (_, index) => {
    // Cases 0 and 1 are one patient's, in two splits.
    const patient = `patient ${String(Math.max(1, index))}`;
    return `case_${String(index)},${patient},nevus,${index < 1 ? 'test' : 'train'}`;
  });
  await writeFile(table, ['image,patient,dx,split', ...rows].join('\n'));
  return [archive, table];
}

test('an archive comes in, is frozen as a snapshot, and leaves as an export', async () => {
  const { page } = limen;
  await chooseInDialog(await writeDataset());
  await page.getByTestId('import-files').first().click();
  await expect(page.getByTestId('import-chosen')).toContainText('dataset.zip');
  await expect(page.getByTestId('import-table')).toContainText('8');
  await expectAccessible(page, 'import-choice');

  await page.getByTestId('import-check').click();
  const report = page.getByTestId('import-report');
  await expect(report).toHaveAttribute('data-state', 'finished', { timeout: 30_000 });
  await expect(report).toContainText('evil.png');
  await expectAccessible(page, 'import-report');
  await page.getByTestId('import-go').click();
  await expect(page.getByTestId('import-close')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('import-close').click();

  // The other language and theme for the other half.
  await callInPage(page, 'settings.set', { language: 'zh-CN', theme: 'light' });
  await page.reload();
  await page.getByTestId('nav-snapshots').click();
  await page.getByTestId('snapshot-new').click();
  await page.getByTestId('snapshot-name').fill('first');
  await page.getByTestId('snapshot-references').check();
  await page.getByTestId('splits-stated').check();
  await page.getByTestId('snapshot-make').click();
  // One patient in two splits: the pair is named, and a click leaves one out.
  const leaks = page.getByTestId('snapshot-leaks');
  await expect(leaks).toContainText('case_0', { timeout: 30_000 });
  await expectAccessible(page, 'snapshot-leaks');
  await leaks.getByRole('button', { name: 'case_0' }).click();
  await page.getByTestId('snapshot-make').click();
  const screen = page.getByTestId('snapshots-screen');
  await expect(screen).toContainText('7', { timeout: 30_000 });
  await expect(page.getByTestId('snapshot-dialog')).toBeHidden();
  await page.getByTestId('snapshot-verify').click();
  await expect(page.getByTestId('snapshot-verdict')).not.toBeEmpty();
  await expectAccessible(page, 'snapshots');

  await chooseInDialog([join(folder, 'out')]);
  await page.getByTestId('snapshot-export').click();
  await expect(page.getByTestId('export-trial')).toHaveAttribute('data-samples', '7');
  // What a format cannot say cannot be asked for in it.
  const format = page.getByTestId('export-format');
  const ignoring = page.getByTestId('export-ignore-disagreement');
  await ignoring.check();
  await format.click();
  await expectAccessible(page, 'export-formats');
  await page.getByRole('option', { name: 'DICOM SEG' }).click();
  await expect(ignoring).toBeDisabled();
  await expect(ignoring).not.toBeChecked();
  await expectAccessible(page, 'export-choice');
  await format.click();
  await page.getByRole('option', { name: 'ISIC 任务 1：皮损' }).click();
  await expect(ignoring).toBeChecked();
  await page.getByTestId('export-run').click();
  await expect(page.getByTestId('export-receipt')).toBeVisible({ timeout: 30_000 });
  const [made = ''] = await readdir(join(folder, 'out'));
  expect(await readdir(join(folder, 'out', made, 'images'))).toHaveLength(7);
  expect(await readdir(folder)).not.toContain('evil.png');
});
