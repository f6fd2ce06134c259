import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { encodeMask, maskFromPixels, xorMasks, decodeMask } from '../../shared/labelmap.js';
import { launchLimen, projectRoot, type LaunchedLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';
import { callInPage, openPicture } from './support/reading.js';

const realPicture = join(projectRoot, '../shared/data/isic2017-native/images/ISIC_0000001.jpg');
const realMask = join(
  projectRoot,
  '../shared/data/isic2017-native/masks/ISIC_0000001_segmentation.png',
);

let folder: string;
let limen: LaunchedLimen;
let instanceId: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await mkdtemp(join(tmpdir(), 'limen-e2e-real-'));
  const library = join(folder, 'library');
  limen = await launchLimen({ library, size: { width: 1280, height: 800 } });
  const { page, app } = limen;
  await expect(page.getByTestId('instance-card')).toHaveCount(5, { timeout: 60_000 });
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [realPicture, realMask],
  );
  await page.getByTestId('import-files').first().click();
  await page.getByTestId('import-go').click();
  await page.getByTestId('import-close').click();
  const card = page.locator('[data-testid=instance-card]', { hasText: 'ISIC_0000001' });
  await expect(card).toBeVisible({ timeout: 60_000 });
  instanceId = (await card.getAttribute('data-instance-id')) ?? '';
});

test.afterAll(async () => {
  await limen.close();
  await rm(folder, { recursive: true, force: true });
});

/** Two revisions of a reader: a proposal taken over, and the same with a corner more. */
async function correctTwice(page: Page): Promise<void> {
  const at = { instanceId, frame: 0 };
  const { mask, revisionId } = await callInPage(page, 'proposal.run', { ...at, modelId: 'dsnet' });
  const taken = decodeMask(mask);
  const { width, height } = taken;
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < 40; row += 1) pixels.fill(1, row * width, row * width + 60);
  const corner = maskFromPixels(pixels, width, height);
  // A page takes no typed array as an argument, so the edits are made inside of it.
  for (const [change, from] of [
    [taken, revisionId],
    [xorMasks(corner, maskFromPixels(new Uint8Array(width * height), width, height)), null],
  ] as const) {
    await page.evaluate(
      async ([where, bytes, fromRevisionId]) => {
        const bridge = (
          globalThis as unknown as {
            limen: { call(method: string, input: unknown): Promise<{ ok: boolean }> };
          }
        ).limen;
        const kind = fromRevisionId === null ? 'stroke' : 'take-over';
        const changes = [{ segment: 'lesion', mask: Uint8Array.from(bytes) }];
        await bridge.call('reading.edit', { ...where, kind, fromRevisionId, changes });
        await bridge.call('reading.commit', where);
      },
      [at, Array.from(encodeMask(change)), from] as const,
    );
  }
}

const ready = (page: Page) => page.locator('[data-testid=compare-pane][data-state=ready]');

/** The picture as each pane has drawn it: pixels of its lower canvas. */
async function drawnPictures(
  page: Page,
): Promise<{ width: number; height: number; rgba: Uint8Array }[]> {
  const all = await page.getByTestId('pane-view').evaluateAll((views) =>
    views.map((view) => {
      const canvas = view.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
      const { width = 0, height = 0, data } = pixels ?? {};
      let text = '';
      for (const value of data ?? []) text += String.fromCharCode(value);
      return { width, height, bytes: btoa(text) };
    }),
  );
  return all.map(({ width, height, bytes }) => ({
    width,
    height,
    rgba: Uint8Array.from(Buffer.from(bytes, 'base64')),
  }));
}

test('six panes of every kind on a real picture move as one, pixel by pixel', async () => {
  test.setTimeout(120_000);
  const { page } = limen;
  await correctTwice(page);
  const panes = ['model:dsnet', 'model:malunet', 'staple', 'truth', 'reader'];
  const comparison = { panes, arrangement: 'grid', view: 'outline', linked: true } as const;
  await callInPage(page, 'settings.set', { comparison });
  await page.reload();
  await openPicture(page, instanceId);
  await page.getByTestId('nav-compare').click();
  await expect(ready(page)).toHaveCount(5, { timeout: 60_000 });

  await test.step('an older revision is a pane as well', async () => {
    await page.getByRole('combobox', { name: 'What is compared' }).click();
    await page.getByRole('option').last().click();
    await page.keyboard.press('Escape');
    await expect(ready(page)).toHaveCount(6);
    const kinds = await page
      .getByTestId('compare-pane')
      .evaluateAll((all) => all.map((pane) => pane.getAttribute('data-source')));
    expect(kinds.slice(0, 5)).toEqual(panes);
    expect(kinds[5]).toMatch(/^revision:/);
    // The corner was drawn after it.
    const [, , , , newest, older] = await page
      .getByTestId('iou-matrix')
      .locator('tbody tr')
      .first()
      .locator('td')
      .allTextContents();
    expect(older).toBe('1.000');
    expect(newest).not.toBe('1.000');
  });

  await test.step('zoomed in one pane, a landmark is at the same place in all six', async () => {
    const view = page.getByTestId('pane-view').first();
    const unzoomed = await view.getAttribute('data-view');
    const before = await drawnPictures(page);
    const box = await page.getByTestId('pane-view').nth(4).boundingBox();
    if (!box) throw new Error('the pane is not on screen');
    const anchor = { x: Math.round(box.width * 0.45), y: Math.round(box.height * 0.5) };
    await page.mouse.move(box.x + anchor.x, box.y + anchor.y);
    await page.mouse.wheel(0, -400);
    await expect.poll(() => view.getAttribute('data-view')).not.toBe(unzoomed);
    await expect.poll(async () => allSame(await drawnPictures(page))).toBe(true);
    const after = await drawnPictures(page);
    expect(after).toHaveLength(6);

    // What the wheel's pane showed around the pointer lies further from it by the same factor.
    const factor = 1.0015 ** 400;
    const [was, is] = [before[0], after[5]];
    if (!was || !is) throw new Error('six panes were drawn');
    let [difference, unmoved, count] = [0, 0, 0];
    for (let dy = -40; dy <= 40; dy += 4) {
      for (let dx = -40; dx <= 40; dx += 4) {
        const then = greenAt(was, anchor.x + dx, anchor.y + dy);
        const moved = [anchor.x + dx * factor, anchor.y + dy * factor] as const;
        difference += Math.abs(greenAt(is, ...moved) - then);
        unmoved += Math.abs(greenAt(is, anchor.x + dx, anchor.y + dy) - then);
        count += 1;
      }
    }
    expect(difference / count).toBeLessThan(6);
    expect(unmoved / count).toBeGreaterThan((2 * difference) / count);
  });
  await takePicture(page, '.limen-out/e2e/compare-six.png');

  await test.step('what was chosen is remembered, but for what only this picture has', async () => {
    await page.locator('label', { hasText: 'Fill' }).click();
    await page.reload();
    await page.getByTestId('nav-compare').click();
    await expect(page.getByTestId('compare-pane').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('radio', { name: 'Fill' })).toBeChecked();
    const { comparison: kept } = await callInPage(page, 'settings.get', {});
    expect(kept).toEqual({ ...comparison, view: 'fill' });
  });
});

type Drawn = Awaited<ReturnType<typeof drawnPictures>>[number];

function allSame([first, ...others]: Drawn[]): boolean {
  return others.every(({ rgba }) => first !== undefined && Buffer.compare(rgba, first.rgba) === 0);
}

function greenAt({ width, rgba }: Drawn, x: number, y: number): number {
  return rgba[4 * (Math.round(y) * width + Math.round(x)) + 1] ?? 0;
}
