import { expect, type Page } from '@playwright/test';
import { maskArea, masksEqual } from '../../../shared/labelmap.js';
import { pullThrough } from './client-points.js';
import { storedLesion, storedMaskWhen } from './reading.js';

/** Masks that blink on the picture that is open and drawn on: what is seen, and that a stroke ends it. */
export async function blinkingMasks(page: Page, instanceId: string): Promise<void> {
  const before = await storedLesion(page, instanceId);
  const viewport = page.getByTestId('viewport');
  const clip = await viewport.boundingBox();
  if (!clip) throw new Error('there is no viewport');
  const toggle = page.getByTestId('blink');
  // Away from the picture, where the pointer would be seen.
  await page.mouse.move(2, 2);
  const seen = (): Promise<Buffer> => page.screenshot({ clip });
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await viewport.focus();
  const masks = await seen();
  await press('x', 'h');
  const bare = await seen();
  expect(bare.equals(masks)).toBe(false);
  await press('x', 'h');

  for (const [motion, period] of [
    ['no-preference', 1000],
    ['reduce', 4000],
  ] as const) {
    await page.emulateMedia({ reducedMotion: motion });
    await press('z');
    await expect(toggle).toBeChecked();
    for (const [share, expected] of [
      [0.25, masks],
      [0.75, bare],
      [1.25, masks],
    ] as const) {
      expect(await blinkAt(page, share)).toEqual([period, period]);
      expect((await seen()).equals(expected), `at ${String(share)}`).toBe(true);
    }
    await press('z');
    await expect(toggle).not.toBeChecked();
    expect(await blinkAt(page, 0)).toEqual([]);
  }
  expect(masksEqual(await storedLesion(page, instanceId), before)).toBe(true);

  // Whoever draws sees the mask from the first pixel on.
  await press('z', '2');
  await blinkAt(page, 0.75);
  const place = { x: clip.x + clip.width / 2, y: clip.y + clip.height / 2 };
  await page.mouse.move(place.x, place.y);
  await page.mouse.down();
  await expect(toggle).not.toBeChecked();
  expect(await blinkAt(page, 0)).toEqual([]);
  await page.mouse.up();
  await press('1');
  await pullThrough(page, [place]);
  const drawn = await storedMaskWhen(page, instanceId, 'lesion', null);
  expect(maskArea(drawn)).toBeGreaterThan(0);
}

/** Holds what blinks at a share of its period; returns each one's period in milliseconds. */
async function blinkAt(page: Page, share: number): Promise<number[]> {
  return page.evaluate(async (at) => {
    const blinks = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations === Infinity);
    const periods = blinks.map((animation) => {
      const period = Number(animation.effect?.getTiming().duration);
      animation.pause();
      animation.currentTime = at * period;
      return period;
    });
    // What is held is on the screen with the next frame.
    await new Promise((shown) => {
      requestAnimationFrame(() => requestAnimationFrame(shown));
    });
    return periods;
  }, share);
}
