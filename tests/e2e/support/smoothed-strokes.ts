import { expect, type Page } from '@playwright/test';
import { imagePoint, type ImagePoint, type Size } from '../../../shared/geometry.js';
import { maskArea, unionMasks, xorMasks } from '../../../shared/labelmap.js';
import { pullThrough, type ClientPoint, type Placement } from './client-points.js';
import type { MaskSteps } from './mask-steps.js';
import { pixelsNearWay } from './plain-masks.js';
import { callInPage } from './reading.js';

interface StrokesTest extends Pick<MaskSteps, 'step'>, Pick<Placement, 'toImage'> {
  page: Page;
  size: Size;
  /** A share of the picture's width and height on the screen. */
  at: (x: number, y: number) => ClientPoint;
}

const RADIUS = 6;
const STRING_PX = 20;
/** The way is told in chords a tenth of a pixel from it, and a border pixel may fall to either side. */
const BESIDE = 60;

/** A trembling stroke as the hand draws it, and one that is smoothed. */
export async function smoothedStrokes(test: StrokesTest): Promise<void> {
  const { page, step, size, at, toImage } = test;
  const zoom = Number(await page.getByTestId('viewport').getAttribute('data-zoom'));
  const radius = page.getByTestId('radius');
  const usual = (await radius.inputValue()).replace(/[^\d.]/g, '');
  await radius.fill(String(RADIUS));
  await page.keyboard.press('Enter');
  const zigzag = (top: number): ClientPoint[] => {
    const start = at(0.1, top);
    return Array.from({ length: 13 }, (_value, index) => ({
      x: start.x + index * 9,
      y: start.y + (index % 2 === 0 ? 0 : 14),
    }));
  };
  const draw = (way: readonly ClientPoint[]) => async (): Promise<void> => {
    await page.keyboard.press('1');
    await pullThrough(page, way);
  };
  const [plain, trembling] = [zigzag(0.88), zigzag(0.94)];
  const near = (way: readonly ImagePoint[]) => pixelsNearWay(size, way, RADIUS);
  const smoothing = page.getByTestId('smoothing');
  await expect(smoothing).toHaveValue('0');
  const asPulled = near(plain.map(toImage));
  await step('zigzag', draw(plain), (was) => unionMasks(was, asPulled), BESIDE);

  await page.keyboard.press('Alt+s');
  await expect(smoothing).toHaveValue(String(STRING_PX));
  const way = trembling.map(toImage);
  const expected = near(onString(way, STRING_PX / zoom));
  expect(maskArea(xorMasks(expected, near(way)))).toBeGreaterThan(10 * BESIDE);
  await step('smoothed zigzag', draw(trembling), (was) => unionMasks(was, expected), BESIDE);
  await expect
    .poll(async () => (await callInPage(page, 'settings.get', {})).strokeSmoothingPx)
    .toBe(STRING_PX);
  await page.keyboard.press('Alt+s');
  await expect(smoothing).toHaveValue('0');
  await radius.fill(usual);
  await page.keyboard.press('Enter');
}

/** Where something on a string goes, in steps so small that they need no curve. */
function onString(way: readonly ImagePoint[], length: number): ImagePoint[] {
  const STEP = 0.02;
  let [tip, hand] = [way[0] ?? imagePoint(0, 0), way[0] ?? imagePoint(0, 0)];
  const passed = [tip];
  for (const to of way) {
    const [from, steps] = [hand, Math.ceil(Math.hypot(to.x - hand.x, to.y - hand.y) / STEP)];
    for (let step = 1; step <= steps; step += 1) {
      const share = step / steps;
      hand = imagePoint(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
      const away = Math.hypot(hand.x - tip.x, hand.y - tip.y);
      if (away <= length) continue;
      const pull = 1 - length / away;
      tip = imagePoint(tip.x + (hand.x - tip.x) * pull, tip.y + (hand.y - tip.y) * pull);
      const last = passed.at(-1) ?? tip;
      if (Math.hypot(tip.x - last.x, tip.y - last.y) > 0.5) passed.push(tip);
    }
  }
  return [...passed, tip, hand];
}
