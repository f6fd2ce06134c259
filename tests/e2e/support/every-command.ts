import { expect, type Page } from '@playwright/test';
import { fillHoles, keepLargest, removeIslands } from '../../../shared/components.js';
import {
  intersectMasks,
  maskArea,
  maskToPixels,
  subtractMasks,
  unionMasks,
  xorMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import type { MaskCommandName } from '../../../shared/mask-command.js';
import { growMask, shrinkMask, smoothMask } from '../../../shared/morphology.js';
import { pullThrough, type ClientPoint } from './client-points.js';
import type { MaskSteps } from './mask-steps.js';

interface CommandTest extends MaskSteps {
  page: Page;
  proposed: RunLengthMask;
  /** A share of the picture's width and height on the screen. */
  at: (x: number, y: number) => ClientPoint;
}

/** Pixels around a spot that are alike, and the radius of the dot that is set in it. */
const ROOM = 12;
const DOT = '5';
const DOT_PIXELS = 100;
const SNAP_BAND = 8;
/** The border is smoothed after it has moved. */
const SNAP_ROUNDING = 4;

/** Every command on one picture, each with its preview and applied by Enter. */
export async function everyCommand(test: CommandTest): Promise<void> {
  const { page, step, proposed } = test;
  const command =
    (name: MaskCommandName, option?: { readonly field: string; readonly value: string }) =>
    async (): Promise<void> => {
      await page.keyboard.press('m');
      await page.getByTestId(`command-${name}`).click();
      if (option) await page.getByTestId(option.field).fill(option.value);
      await expect(page.getByTestId('command-effect')).toContainText(/(adds|removes) [1-9]/);
      await page.getByTestId('command-apply').click();
      await expect(page.getByTestId('command-bar')).toHaveCount(0);
    };
  const radius = (value: string) => ({ field: 'command-radius', value });
  const dot = async (key: string, point: ClientPoint): Promise<void> => {
    await page.keyboard.press(key);
    await page.getByTestId('radius').fill(DOT);
    await page.keyboard.press('Enter');
    await page.getByTestId('viewport').focus();
    await pullThrough(page, [point]);
  };

  // Within the proposal there is room for a hole, and around it for an island.
  await step('intersect', command('intersect'), (was) => intersectMasks(was, proposed));
  const hole = (): Promise<void> => dot('2', spotOf(test, 1));
  await step('a hole', hole, (was) => was, DOT_PIXELS);
  await step('fill holes', command('fill-holes'), fillHoles);
  const island = (): Promise<void> => dot('1', spotOf(test, 0));
  await step('an island', island, (was) => was, DOT_PIXELS);
  const pixels = { field: 'command-pixels', value: '200' };
  await step('remove islands', command('remove-islands', pixels), (was) => removeIslands(was, 200));
  await step('another island', island, (was) => was, DOT_PIXELS);
  await step('keep largest', command('keep-largest'), keepLargest);
  await clickedIslands(test, island);
  await step('shrink', command('shrink', radius('3')), (was) => shrinkMask(was, 3));
  await step('smooth', command('smooth', radius('4')), (was) => smoothMask(was, 4));
  await step('grow', command('grow', radius('12')), (was) => growMask(was, 12));
  await step('subtract', command('subtract'), (was) => subtractMasks(was, proposed));
  await step('union', command('union'), (was) => unionMasks(was, proposed));
  await step('invert inside', command('invert-inside'), (was) => xorMasks(was, proposed));
  await step('union again', command('union'), (was) => unionMasks(was, proposed));
  // Which edge is nearest depends on the picture, and unit tests say; the border stays in its band.
  const before = test.mask();
  const reach = SNAP_BAND + SNAP_ROUNDING;
  const band = subtractMasks(growMask(before, reach), shrinkMask(before, reach));
  const snap = command('snap', { field: 'command-band', value: String(SNAP_BAND) });
  await step('edge snapping', snap, (was) => was, maskArea(band));
  expect(maskArea(subtractMasks(xorMasks(test.mask(), before), band))).toBe(0);
}

/** Islands that are kept or removed by a click on them, or by keys alone. */
async function clickedIslands(test: CommandTest, drawIsland: () => Promise<void>): Promise<void> {
  const { page, step, mask } = test;
  const viewport = page.getByTestId('viewport');
  const effect = page.getByTestId('island-effect');
  const lesion = keepLargest(mask());
  const [spot, inside] = [spotOf(test, 0), spotOf(test, 1)];
  await step('an island to remove', drawIsland, (was) => was, DOT_PIXELS);
  const dot = subtractMasks(mask(), lesion);

  await page.keyboard.press('m');
  await page.getByTestId('command-remove-island').click();
  await expect(viewport).toHaveAttribute('data-tool', 'point');
  // Beside all islands a click does nothing; over one it says before what it would take.
  await pullThrough(page, [spotOf(test, 0)]);
  await expect(effect).toContainText('2');
  await page.mouse.move(spot.x, spot.y);
  await expect(effect).toContainText(`removes ${String(maskArea(dot))} px (islands: 1)`);
  await step(
    'remove the clicked island',
    () => pullThrough(page, [spot]),
    () => lesion,
  );
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('island-bar')).toHaveCount(0);

  await step('an island beside the one to keep', drawIsland, (was) => was, DOT_PIXELS);
  const keep = async (): Promise<void> => {
    await page.keyboard.press('Alt+o');
    await pullThrough(page, [inside]);
  };
  await step('keep the clicked island', keep, keepLargest);
  await page.keyboard.press('Escape');
  await step('an island for the keyboard', drawIsland, (was) => was, DOT_PIXELS);
  const byKeys = async (): Promise<void> => {
    await page.keyboard.press('Alt+i');
    await page.getByTestId('island-next').focus();
    for (let island = 0; island < 2; island += 1) {
      await page.keyboard.press('Enter');
      const text = await effect.textContent();
      if (text?.includes(`removes ${String(maskArea(dot))} px`) === true) break;
    }
    await viewport.focus();
    await page.keyboard.press('Enter');
  };
  await step('remove an island by keys', byKeys, keepLargest);
  // A tool that is chosen ends it, and draws.
  await page.keyboard.press('1');
  await expect(viewport).toHaveAttribute('data-tool', 'brush');
}

/** A point of the screen around which the mask is all `value`. */
function spotOf({ mask, at, page }: CommandTest, value: 0 | 1): ClientPoint {
  const { width, height } = mask();
  const pixels = maskToPixels(mask());
  const alike = (x: number, y: number): boolean =>
    [-ROOM, 0, ROOM].every((down) =>
      [-ROOM, 0, ROOM].every(
        (across) => pixels[(Math.floor(y) + down) * width + Math.floor(x) + across] === value,
      ),
    );
  const shares = Array.from({ length: 19 }, (_value, index) => (index + 1) / 20);
  for (const y of shares) {
    for (const x of shares) if (alike(x * width, y * height)) return at(x, y);
  }
  throw new Error(`no room of ${String(value)} in the mask shown at ${page.url()}`);
}
