import { expect, type Page } from '@playwright/test';
import {
  intersectMasks,
  maskBounds,
  masksEqual,
  subtractMasks,
  unionMasks,
  xorMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import { pullThrough, type ClientPoint, type Placement } from './client-points.js';
import { maskSteps } from './mask-steps.js';
import { distanceToLine, pixelsWhere } from './plain-masks.js';
import { allSaved, storedLesion } from './reading.js';

/** Pixels whose centre lies on a curved border may fall to either side of it. */
const ON_THE_BORDER = 3;
const RADIUS = 24;

/**
 * A second segment over the border of the lesion: drawn inside and outside of it only, combined with
 * it, locked, and picked under the pointer. The lesion stays as it was, pixel by pixel.
 */
export async function twoSegments(
  page: Page,
  instanceId: string,
  { toClient, toImage }: Placement,
): Promise<void> {
  const lesion = await storedLesion(page, instanceId);
  const bounds = maskBounds(lesion);
  if (!bounds) throw new Error('there is no lesion');
  const { width, height } = lesion;
  const across = (share: number): number => bounds.x + share * bounds.width;
  const down = (share: number): number => bounds.y + share * bounds.height;
  const at = (x: number, y: number): ClientPoint =>
    toClient(Math.min(width - 2, Math.max(1, x)), Math.min(height - 2, Math.max(1, y)));

  await page.getByTestId('add-segment').click();
  await page.getByTestId('add-globules').click();
  await page.getByTestId('viewport').focus();
  const { step, mask } = await maskSteps(page, instanceId, 'globules');
  const pulled = (key: string, points: readonly ClientPoint[]) => async (): Promise<void> => {
    await page.keyboard.press(key);
    await pullThrough(page, points);
  };
  const only = async (where: string): Promise<void> => {
    await page.getByTestId('tool-where').selectOption(where);
    await page.getByTestId('viewport').focus();
  };
  const near = (line: readonly ClientPoint[]): RunLengthMask => {
    const [a, b] = line.map(toImage);
    return pixelsWhere(
      { width, height },
      (x, y) => !!a && !!b && distanceToLine(x, y, a, b) <= RADIUS,
    );
  };

  // The same line, over the border on both sides, drawn in one and then in the other part of it.
  const line = [at(across(-0.1), down(0.5)), at(across(1.1), down(0.55))];
  const rub = [at(across(-0.05), down(0.4)), at(across(-0.05), down(0.6))];
  await page.keyboard.press('1');
  await page.getByTestId('radius').fill(String(RADIUS));
  await page.keyboard.press('Enter');
  await only('inside lesion');
  await step(
    'brush inside the lesion',
    pulled('1', line),
    (was) => unionMasks(was, intersectMasks(near(line), lesion)),
    ON_THE_BORDER,
  );
  await only('outside lesion');
  await step(
    'brush outside the lesion',
    pulled('1', line),
    (was) => unionMasks(was, subtractMasks(near(line), lesion)),
    ON_THE_BORDER,
  );
  await step(
    'eraser outside the lesion',
    pulled('2', rub),
    (was) => subtractMasks(was, subtractMasks(near(rub), lesion)),
    ON_THE_BORDER,
  );
  await only('');

  const withLesion = (name: string) => async (): Promise<void> => {
    await page.keyboard.press('m');
    await page.getByTestId(`command-${name}`).click();
    await page.getByTestId('command-other').selectOption('lesion');
    await expect(page.getByTestId('command-effect')).toContainText(/(adds|removes) [1-9]/);
    await page.getByTestId('command-apply').click();
    await expect(page.getByTestId('command-bar')).toHaveCount(0);
  };
  const box = [at(across(-0.2), down(-0.2)), at(across(0.5), down(0.5))];
  const whole = pulled('6', box);
  await step('subtract the lesion', withLesion('subtract'), (was) => subtractMasks(was, lesion));
  await step('union with the lesion', withLesion('union'), (was) => unionMasks(was, lesion));
  await page.keyboard.press('a');
  await step('a corner less', whole, (was) => subtractMasks(was, rectangle(box)));
  await page.keyboard.press('a');
  await step('invert inside the lesion', withLesion('invert-inside'), (was) =>
    xorMasks(was, lesion),
  );
  await step('a corner more', whole, (was) => unionMasks(was, rectangle(box)));
  await step('keep inside the lesion', withLesion('intersect'), (was) =>
    intersectMasks(was, lesion),
  );
  expect(masksEqual(await storedLesion(page, instanceId), lesion), 'the lesion stayed').toBe(true);

  function rectangle(corners: readonly ClientPoint[]): RunLengthMask {
    const [a, b] = corners.map(toImage);
    return pixelsWhere(
      { width, height },
      (x, y) => !!a && !!b && x > a.x && x < b.x && y > a.y && y < b.y,
    );
  }

  // Picked under the pointer: the lesion where only it is, globules where both are.
  const middle = at(across(0.5), down(0.5));
  const isIn = (of: RunLengthMask, point: ClientPoint): boolean => {
    const { x, y } = toImage(point);
    const dot = pixelsWhere(
      { width, height },
      (column, row) => Math.hypot(column - x, row - y) < 1,
    );
    return masksEqual(intersectMasks(dot, of), dot);
  };
  const places = Array.from({ length: 19 * 19 }, (_value, index) =>
    at(across(((index % 19) + 1) / 20), down((Math.floor(index / 19) + 1) / 20)),
  );
  const bare = places.find((place) => isIn(lesion, place) && isIn(invert(mask()), place));
  const both = [middle, ...places].find((place) => isIn(lesion, place) && isIn(mask(), place));
  if (!bare || !both) throw new Error('no place to pick at');
  function invert(of: RunLengthMask): RunLengthMask {
    return xorMasks(
      of,
      pixelsWhere({ width, height }, () => true),
    );
  }
  const current = (segment: string) =>
    page.getByTestId(`segment-${segment}`).getByRole('button').first();
  for (const [place, segment] of [
    [bare, 'lesion'],
    [both, 'globules'],
  ] as const) {
    await page.keyboard.down('Control');
    await pullThrough(page, [place]);
    await page.keyboard.up('Control');
    await expect(current(segment)).toHaveAttribute('aria-pressed', 'true');
  }

  // Locked: neither its own tools nor a stroke on the segment above it change a pixel of it.
  await page.getByTestId('lock-globules').click();
  await allSaved(page);
  await pulled('1', [at(across(0.1), down(0.9)), at(across(0.9), down(0.9))])();
  await expect(page.getByTestId('commands')).toBeDisabled();
  const locked = await maskSteps(page, instanceId, 'globules');
  expect(masksEqual(locked.mask(), mask()), 'the locked segment').toBe(true);
  await page.keyboard.press('q');
  await expect(current('lesion')).toHaveAttribute('aria-pressed', 'true');
  const onLesion = await maskSteps(page, instanceId);
  await onLesion.step(
    'eraser through both',
    pulled('2', line),
    (was) => subtractMasks(was, near(line)),
    ON_THE_BORDER,
  );
  const beside = await maskSteps(page, instanceId, 'globules');
  expect(masksEqual(beside.mask(), mask()), 'the locked segment beside').toBe(true);
}
