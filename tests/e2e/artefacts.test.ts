import { expect, test, type Page } from '@playwright/test';
import { isArtefact, type SegmentId } from '../../shared/domain.js';
import { decodeMask, maskArea } from '../../shared/labelmap.js';
import { limenForEachTest, windowSize } from './support/each-limen.js';
import { launchLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';
import { allSaved, callInPage, openPicture, pull } from './support/reading.js';

async function areas(page: Page, instanceId: string): Promise<Partial<Record<SegmentId, number>>> {
  const { masks } = await callInPage(page, 'reading.open', { instanceId, frame: 0 });
  return Object.fromEntries(
    masks.map(({ segment, mask }) => [segment, maskArea(decodeMask(mask))] as const),
  );
}

test.describe('a reader marks what lies over the skin', () => {
  const running = limenForEachTest(200_000);

  test('found by one key, seen as a layer, corrected, undone, and there after a crash', async () => {
    const { page, library, userData } = running.limen;
    const card = page.getByTestId('instance-card').nth(3);
    const instanceId = (await card.getAttribute('data-instance-id')) ?? '';
    await openPicture(page, instanceId);
    await page.keyboard.press('t');
    await allSaved(page);
    const before = await areas(page, instanceId);
    await page.keyboard.press('Alt+y');
    const panel = page.getByTestId('artefacts');
    await expect(panel).toHaveAttribute('data-search', 'found', { timeout: 60_000 });
    await allSaved(page);
    const found = await areas(page, instanceId);
    // The synthetic picture has two dozen hairs and a dark rim.
    expect(found.hair).toBeGreaterThan(5_000);
    expect(found.vignette).toBeGreaterThan(5_000);
    expect(found.lesion).toBe(before.lesion);
    await takePicture(page, '.limen-out/e2e/artefacts.png');

    // Shown and hidden by one key, without an act of the history.
    await page.keyboard.press('y');
    await expect(page.getByTestId('show-artefacts')).not.toBeChecked();
    await page.keyboard.press('y');
    await expect(page.getByTestId('show-artefacts')).toBeChecked();

    // Locked until the reader wants to draw on it; then the same tools.
    await page.getByTestId('segment-hair').getByRole('button', { name: /Hair/ }).first().click();
    await page.keyboard.press('6');
    const corners = [
      { x: 20, y: 20 },
      { x: 120, y: 90 },
    ];
    await pull(page, corners);
    await allSaved(page);
    expect(await areas(page, instanceId)).toEqual(found);
    await page.getByTestId('lock-hair').click();
    await pull(page, corners);
    await allSaved(page);
    const corrected = await areas(page, instanceId);
    expect(corrected.hair).toBeGreaterThan((found.hair ?? 0) + 2_000);
    expect({ ...corrected, hair: 0 }).toEqual({ ...found, hair: 0 });

    const again = await launchAgain(library, userData);
    expect(await areas(again, instanceId)).toEqual(corrected);
    await openPicture(again, instanceId);
    // The stroke, the lock, and what was found as one step.
    for (let step = 0; step < 3; step += 1) await again.keyboard.press('Control+z');
    await allSaved(again);
    const undone = await areas(again, instanceId);
    expect(undone.lesion).toBe(before.lesion);
    for (const [segment, area] of Object.entries(undone)) {
      if (isArtefact(segment as SegmentId)) expect(area).toBe(0);
    }
    await again.keyboard.press('Control+y');
    await allSaved(again);
    expect(await areas(again, instanceId)).toEqual(found);

    // Where the reader prefers it, the next picture is searched as it opens; one undo and it is bare.
    await again.getByTestId('nav-settings').click();
    await again.getByTestId('find-artefacts-at-opening').check();
    await again.getByTestId('nav-library').click();
    const next = again.getByTestId('instance-card').nth(1);
    const nextId = (await next.getAttribute('data-instance-id')) ?? '';
    await openPicture(again, nextId);
    await expect(again.getByTestId('artefacts')).toHaveAttribute('data-search', 'found');
    await allSaved(again);
    expect((await areas(again, nextId)).hair).toBeGreaterThan(500);
    await again.keyboard.press('Control+z');
    await allSaved(again);
    expect((await areas(again, nextId)).hair ?? 0).toBe(0);
    // Opened again it is not searched: the reader has seen it.
    await again.getByTestId('nav-library').click();
    await openPicture(again, nextId);
    await expect(again.getByTestId('artefacts')).toHaveAttribute('data-search', 'idle');
    expect((await areas(again, nextId)).hair ?? 0).toBe(0);
  });

  async function launchAgain(library: string, userData: string): Promise<Page> {
    await running.limen.kill();
    running.limen = await launchLimen({ library, userData, size: windowSize });
    await expect(running.limen.page.getByTestId('instance-card')).toHaveCount(5);
    return running.limen.page;
  }
});
