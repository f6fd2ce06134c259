import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { Transformer } from '@napi-rs/image';
import { z } from 'zod';
import {
  decodeMask,
  intersectMasks,
  maskArea,
  maskFromPixels,
  masksEqual,
  subtractMasks,
} from '../../shared/labelmap.js';
import { launchLimen, projectRoot, type LaunchedLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';
import {
  allSaved,
  aroundMask,
  callInPage,
  openPicture,
  pull,
  storedLesion,
} from './support/reading.js';

const realPicture = join(projectRoot, '../shared/data/isic2017-native/images/ISIC_0000001.jpg');

/** The reader chooses these in the system's dialog. */
async function chooseInDialog(limen: LaunchedLimen, paths: string[]): Promise<void> {
  await limen.app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
  }, paths);
}

/** The grey values of a PNG as a mask, read by the library and not by the app. */
async function maskOfPng(path: string) {
  const image = new Transformer(await readFile(path));
  const { width, height } = await image.metadata();
  const raw = await image.rawPixels();
  const step = raw.length / (width * height);
  const grey = new Uint8Array(width * height).map((_value, index) => raw[index * step] ?? 0);
  expect(new Set(grey)).toEqual(new Set([0, 255]));
  return maskFromPixels(grey, width, height);
}

const manifestSchema = z.object({
  disclaimer: z.string(),
  samples: z.array(
    z.object({
      id: z.string(),
      lineage: z.array(
        z.object({
          parentId: z.string().nullable(),
          sourceThresholds: z.record(z.string(), z.array(z.number())),
        }),
      ),
    }),
  ),
});

/** Moves the slider down in its steps of a hundredth. @returns where the proposal is cut then */
async function lowerThreshold(page: Page, steps: number): Promise<number> {
  const proposal = page.getByTestId('proposal');
  await expect(proposal).toHaveAttribute('data-threshold', /\d/);
  const own = Number(await proposal.getAttribute('data-threshold'));
  const slider = page.getByRole('slider', { name: 'Threshold', exact: true });
  for (let step = 0; step < steps; step += 1) await slider.press('ArrowLeft');
  await expect.poll(async () => proposal.getAttribute('data-threshold')).not.toBe(String(own));
  const shown = Number(await page.getByTestId('threshold-value').textContent());
  const isCut = async () => Number(await proposal.getAttribute('data-threshold')).toFixed(2);
  await expect.poll(isCut).toBe(shown.toFixed(2));
  return Number(await proposal.getAttribute('data-threshold'));
}

/** The main job on one picture: propose, take over, correct, survive a kill, export. */
async function mainJob(
  limen: LaunchedLimen,
  instanceId: string,
  exportsTo: string,
  name: string,
): Promise<void> {
  let { page } = limen;
  await openPicture(page, instanceId);
  const opened = await callInPage(page, 'reading.open', { instanceId, frame: 0 });
  if (!opened.proposal) throw new Error('there is no proposal');
  const proposed = decodeMask(opened.proposal.mask);

  const threshold = await lowerThreshold(page, 15);
  await page.keyboard.press('t');
  await allSaved(page);
  const taken = await storedLesion(page, instanceId);
  expect(maskArea(subtractMasks(proposed, taken))).toBe(0);
  expect(maskArea(taken)).toBeGreaterThan(maskArea(proposed));

  const where = aroundMask(taken);
  // Add: from inside the lesion over its border to the outside.
  await page.keyboard.press('b');
  await pull(page, [where.left, where.outside]);
  await allSaved(page);
  const added = await storedLesion(page, instanceId);
  expect(maskArea(subtractMasks(taken, added))).toBe(0);
  expect(maskArea(added)).toBeGreaterThan(maskArea(taken));
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-area', String(maskArea(added)));

  // Remove: the eraser through the middle.
  await page.keyboard.press('e');
  await pull(page, [where.left, where.centre]);
  await allSaved(page);
  const removed = await storedLesion(page, instanceId);
  expect(maskArea(removed)).toBeLessThan(maskArea(added));
  expect(masksEqual(intersectMasks(removed, added), removed)).toBe(true);

  await page.keyboard.press('Control+z');
  await allSaved(page);
  expect(masksEqual(await storedLesion(page, instanceId), added)).toBe(true);
  await page.keyboard.press('Control+Shift+z');
  await allSaved(page);
  expect(masksEqual(await storedLesion(page, instanceId), removed)).toBe(true);
  await takePicture(page, `.limen-out/e2e/correction-${name}.png`);

  // A further stroke is under way when the process dies.
  await page.keyboard.press('b');
  await pull(page, [where.centre, where.outside], false);
  await limen.kill();
  const again = await launchLimen({
    library: limen.library,
    userData: limen.userData,
    motion: true,
  });
  try {
    ({ page } = again);
    await openPicture(page, instanceId);
    expect(masksEqual(await storedLesion(page, instanceId), removed)).toBe(true);
    await expect(page.getByTestId('viewport')).toHaveAttribute(
      'data-area',
      String(maskArea(removed)),
    );

    // History survived as well.
    await page.keyboard.press('Control+z');
    await allSaved(page);
    expect(masksEqual(await storedLesion(page, instanceId), added)).toBe(true);
    await page.keyboard.press('Control+y');
    await allSaved(page);
    // So did the threshold that the proposal was taken over at.
    await page.getByTestId('history').click();
    const cut = `threshold ${threshold.toFixed(2)}`;
    await expect(page.getByTestId('history-step-1')).toContainText(cut);
    await takePicture(page, `.limen-out/e2e/timeline-${name}.png`);

    await page.getByTestId('nav-library').click();
    await chooseInDialog(again, [exportsTo]);
    await page.getByTestId('export-open').click();
    await page.getByTestId('export-run').click();
    await expect(page.getByTestId('export-receipt')).toBeVisible({ timeout: 60_000 });
    await takePicture(page, `.limen-out/e2e/export-receipt-${name}.png`);
    const [folder = ''] = await readdir(exportsTo);
    const text = await readFile(join(exportsTo, folder, 'manifest.json'), 'utf8');
    const manifest = manifestSchema.parse(JSON.parse(text));
    expect(manifest.samples).toHaveLength(1);
    expect(manifest.disclaimer).toBe('For research use. Not a diagnostic device.');
    const id = manifest.samples[0]?.id ?? '';
    const written = await maskOfPng(join(exportsTo, folder, 'masks', `${id}_segmentation.png`));
    expect(masksEqual(written, await storedLesion(page, instanceId))).toBe(true);
    expect(masksEqual(written, removed)).toBe(true);
    const [exported] = manifest.samples[0]?.lineage ?? [];
    const { revisionId } = opened.proposal;
    expect(exported).toEqual({
      parentId: revisionId,
      sourceThresholds: { [revisionId]: [threshold] },
    });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.locator(`[data-instance-id="${instanceId}"]`).focus();
    await expect(page.getByTestId('lineage').locator('li').first()).toContainText(cut);
    await takePicture(page, `.limen-out/e2e/lineage-${name}.png`);
  } finally {
    await again.close();
  }
}

test.describe('from proposal to sample', () => {
  let exportsTo: string;
  let limen: LaunchedLimen;

  test.beforeEach(async () => {
    exportsTo = await mkdtemp(join(tmpdir(), 'limen-e2e-export-'));
    limen = await launchLimen({ motion: true });
    await expect(limen.page.getByTestId('instance-card')).toHaveCount(5, { timeout: 60_000 });
  });

  test.afterEach(async () => {
    await limen.close();
    await rm(limen.library, { recursive: true, force: true });
    await rm(limen.userData, { recursive: true, force: true });
    await rm(exportsTo, { recursive: true, force: true });
  });

  test('on a synthetic picture', async () => {
    test.setTimeout(180_000);
    const card = limen.page.getByTestId('instance-card').first();
    await mainJob(
      limen,
      (await card.getAttribute('data-instance-id')) ?? '',
      exportsTo,
      'synthetic',
    );
  });

  test('on a real picture', async () => {
    test.setTimeout(180_000);
    test.skip(!existsSync(realPicture), 'the real pictures of ../shared/data are not here');
    await chooseInDialog(limen, [realPicture]);
    await limen.page.getByTestId('import-files').first().click();
    await limen.page.getByTestId('import-go').click();
    await limen.page.getByTestId('import-close').click();
    await expect(limen.page.getByTestId('instance-card')).toHaveCount(6, { timeout: 60_000 });
    const { instances } = await callInPage(limen.page, 'library.list', {
      offset: 0,
      limit: 10,
      status: null,
      search: 'ISIC_0000001',
    });
    await mainJob(limen, instances[0]?.instance.id ?? '', exportsTo, 'real');
  });
});
