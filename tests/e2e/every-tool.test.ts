import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { ImagePoint } from '../../shared/geometry.js';
import {
  decodeMask,
  intersectMasks,
  maskArea,
  maskToPixels,
  masksEqual,
  subtractMasks,
  unionMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { limenForEachTest, windowSize } from './support/each-limen.js';
import { launchLimen, projectRoot, type LaunchedLimen } from './support/launch.js';
import { placementOf, pullThrough, type ClientPoint } from './support/client-points.js';
import { everyCommand } from './support/every-command.js';
import { maskSteps } from './support/mask-steps.js';
import { distanceToLine, isAround, pixelsWhere, reachedFrom } from './support/plain-masks.js';
import { callInPage, openPicture, storedLesion, storedMaskWhen } from './support/reading.js';
import { smoothedStrokes } from './support/smoothed-strokes.js';
import { twoSegments } from './support/two-segments.js';

const realPicture = join(projectRoot, '../shared/data/isic2017-native/images/ISIC_0000001.jpg');
/** Pixels whose centre lies on a curved border may fall to either side of it. */
const ON_THE_BORDER = 3;

/** Red, green and blue of the open picture as the application shows it, row by row. */
async function pixelsOf(page: Page, instanceId: string): Promise<Uint8Array> {
  const base64 = await page.evaluate(async (id) => {
    const reply = await fetch(`image://rendition/${id}/0`);
    const bytes = new Uint8Array(await reply.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 32_768) {
      text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    }
    return btoa(text);
  }, instanceId);
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

/** Every tool and every command on one picture, each compared with what it should do, undone and redone. */
async function everyTool(page: Page, instanceId: string): Promise<readonly RunLengthMask[]> {
  await openPicture(page, instanceId);
  const opened = await callInPage(page, 'reading.open', { instanceId, frame: 0 });
  if (!opened.proposal) throw new Error('there is no proposal');
  const proposed = decodeMask(opened.proposal.mask);
  const size = { width: proposed.width, height: proposed.height };
  const rgb = await pixelsOf(page, instanceId);
  const { toClient, toImage } = await placementOf(page);
  const at = (x: number, y: number): ClientPoint => toClient(x * size.width, y * size.height);
  const grey = (index: number): number => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(index * 3, index * 3 + 3);
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  };
  const near = (line: readonly ClientPoint[], radius: number): RunLengthMask => {
    const [a, b] = line.map(toImage);
    return pixelsWhere(size, (x, y) => !!a && !!b && distanceToLine(x, y, a, b) <= radius);
  };
  const around = (corners: readonly ImagePoint[]): RunLengthMask =>
    pixelsWhere(size, (x, y) => isAround(corners, x, y));
  const indexOf = (point: ClientPoint): number => {
    const { x, y } = toImage(point);
    return Math.floor(y) * size.width + Math.floor(x);
  };
  await page.getByTestId('radius').fill('24');
  await page.keyboard.press('Enter');

  const steps = await maskSteps(page, instanceId);
  const { step, mask } = steps;
  const pulled = (key: string, points: readonly ClientPoint[]) => async (): Promise<void> => {
    await page.keyboard.press(key);
    await pullThrough(page, points);
  };

  const line = [at(0.2, 0.2), at(0.4, 0.3)];
  await step('brush', pulled('1', line), (was) => unionMasks(was, near(line, 24)), ON_THE_BORDER);
  const rub = [at(0.25, 0.15), at(0.3, 0.35)];
  await step('eraser', pulled('2', rub), (was) => subtractMasks(was, near(rub, 24)), ON_THE_BORDER);
  await smoothedStrokes({ page, step, size, at, toImage });
  const dark = [at(0.3, 0.5), at(0.7, 0.5)];
  await step(
    'threshold brush',
    pulled('3', dark),
    (was) =>
      unionMasks(
        was,
        intersectMasks(
          near(dark, 24),
          pixelsWhere(size, (_x, _y, index) => grey(index) <= 120),
        ),
      ),
    ON_THE_BORDER,
  );
  const box = [at(0.1, 0.6), at(0.3, 0.8)];
  const [corner, opposite] = box.map(toImage);
  if (!corner || !opposite) throw new Error('a rectangle has two corners');
  await step('rectangle', pulled('6', box), (was) =>
    unionMasks(
      was,
      pixelsWhere(size, (x, y) => x > corner.x && x < opposite.x && y > corner.y && y < opposite.y),
    ),
  );
  const disk = [at(0.7, 0.25), at(0.78, 0.25)];
  const [centre, edge] = disk.map(toImage);
  if (!centre || !edge) throw new Error('a circle has a middle and an edge');
  const radius = Math.hypot(edge.x - centre.x, edge.y - centre.y);
  await step(
    'circle',
    pulled('7', disk),
    (was) =>
      unionMasks(
        was,
        pixelsWhere(size, (x, y) => Math.hypot(x - centre.x, y - centre.y) <= radius),
      ),
    ON_THE_BORDER,
  );
  const loop = [at(0.8, 0.6), at(0.92, 0.65), at(0.85, 0.8), at(0.75, 0.75)];
  await step('freehand', pulled('4', loop), (was) => unionMasks(was, around(loop.map(toImage))));
  const corners = [at(0.5, 0.7), at(0.65, 0.75), at(0.55, 0.9)];
  const setCorners = (key: string) => async (): Promise<void> => {
    await page.keyboard.press(key);
    for (const point of corners) await pullThrough(page, [point]);
    await page.keyboard.press('Enter');
  };
  await step('polygon', setCorners('5'), (was) => unionMasks(was, around(corners.map(toImage))));

  const seed = at(0.05, 0.05);
  const alike = (index: number): boolean =>
    [0, 1, 2].every((channel) => {
      const wanted = rgb[indexOf(seed) * 3 + channel] ?? 0;
      return Math.abs((rgb[index * 3 + channel] ?? 0) - wanted) <= 24;
    });
  await step('wand', pulled('8', [seed]), (was) =>
    unionMasks(was, reachedFrom(size, indexOf(seed), alike)),
  );
  // Where the mask is whole or bare around a point, that point's side of it is beyond doubt.
  const filled = maskToPixels(mask());
  const isBare = (point: ClientPoint): boolean =>
    [-3, 0, 3].every((down) =>
      [-3, 0, 3].every((across) => filled[indexOf(point) + down * size.width + across] === 0),
    );
  const shares = Array.from({ length: 19 }, (_value, index) => (index + 1) / 20);
  const bare = shares.flatMap((y) => shares.map((x) => at(x, y))).find(isBare);
  if (bare === undefined) throw new Error('the wand left nothing to fill');
  await step('paint fill', pulled('9', [bare]), (was) =>
    unionMasks(
      was,
      reachedFrom(size, indexOf(bare), (index) => filled[index] === 0),
    ),
  );
  const ring = [at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8), at(0.2, 0.8)];
  await step('lasso', pulled('0', ring), (was) => {
    const region = around(ring.map(toImage));
    return unionMasks(subtractMasks(was, region), intersectMasks(proposed, region));
  });

  // Which edges a livewire follows depends on the picture, and unit tests say; here it only erases.
  await page.keyboard.press('a');
  const before = mask();
  await step('livewire', setCorners('i'), (was) => was, maskArea(before));
  expect(maskArea(subtractMasks(mask(), before)), 'a livewire that erases').toBe(0);
  await page.keyboard.press('a');

  // Snapping is previewed, and given up without a trace.
  await page.keyboard.press('s');
  await expect(page.getByTestId('command-effect')).toContainText(/adds|nothing/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('command-bar')).toHaveCount(0);
  expect(masksEqual(await storedLesion(page, instanceId), mask())).toBe(true);
  await everyCommand({ page, ...steps, proposed, at });
  return steps.states;
}

/** A real picture where the data set is there, else one of the application's own. */
async function pictureToCorrect({ app, page }: LaunchedLimen): Promise<string> {
  if (!existsSync(realPicture)) {
    const card = page.getByTestId('instance-card').first();
    return (await card.getAttribute('data-instance-id')) ?? '';
  }
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [realPicture],
  );
  await page.getByTestId('import-files').first().click();
  await page.getByTestId('import-go').click();
  await page.getByTestId('import-close').click();
  await expect(page.getByTestId('instance-card')).toHaveCount(6, { timeout: 60_000 });
  const list = { offset: 0, limit: 10, status: null, search: 'ISIC_0000001' } as const;
  const { instances } = await callInPage(page, 'library.list', list);
  return instances[0]?.instance.id ?? '';
}

test.describe('every tool of the correction', () => {
  const running = limenForEachTest(600_000);

  test('and every command on a real picture; history outlives a crash; two segments', async () => {
    const instanceId = await pictureToCorrect(running.limen);
    const states = await everyTool(running.limen.page, instanceId);

    await running.limen.kill();
    const { library, userData } = running.limen;
    running.limen = await launchLimen({ library, userData, size: windowSize });
    const { page } = running.limen;
    await openPicture(page, instanceId);
    await page.keyboard.press('j');
    const timeline = page.getByTestId('timeline');
    await expect(timeline).toHaveAttribute('data-position', String(states.length - 1));
    for (const [position, state] of [...states.entries()].filter(
      (_one, index) => index % 4 === 0,
    )) {
      await page.getByTestId(`history-step-${String(position)}`).click();
      await expect(timeline).toHaveAttribute('data-position', String(position));
      const there = await storedMaskWhen(page, instanceId, 'lesion', { is: maskArea(state) });
      expect(masksEqual(there, state), String(position)).toBe(true);
    }
    await page.getByTestId('history-slider').getByRole('slider').focus();
    await page.keyboard.press('End');
    await expect(timeline).toHaveAttribute('data-position', String(states.length - 1));

    // Another model proposes; what is drawn stays, and so it does when the proposal is laid over it.
    const drawn = await storedLesion(page, instanceId);
    const model = page.getByTestId('proposing-model');
    await expect(model).not.toHaveValue('malunet');
    await model.selectOption('malunet');
    await expect(page.getByTestId('proposal')).toHaveAttribute('data-model', 'malunet', {
      timeout: 120_000,
    });
    expect(masksEqual(await storedLesion(page, instanceId), drawn)).toBe(true);
    await page.getByTestId('viewport').focus();
    for (const [key, shown] of [
      ['o', 'probability'],
      ['o', 'off'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByTestId('heat')).toHaveAttribute('data-shown', shown);
    }
    expect(masksEqual(await storedLesion(page, instanceId), drawn)).toBe(true);

    await twoSegments(page, instanceId, await placementOf(page));
  });
});
