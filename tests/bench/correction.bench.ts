import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ResizeFilterType, Transformer } from '@napi-rs/image';
import { expect, test, type Page } from '@playwright/test';
import { placementOf, pullThrough, type ClientPoint } from '../e2e/support/client-points.js';
import { launchLimen, type LaunchedLimen } from '../e2e/support/launch.js';
import { allSaved, callInPage, openPicture } from '../e2e/support/reading.js';
import { bareTable, correctionTable, quantile, type CorrectionTimes } from './correction-table.js';
import { bareCall, bareFlush } from './bare-costs.js';
import { stolenTime } from './stolen-time.js';
import { installProbe, received, takeMoves, threadClock, timed, type Timed } from './hand-probe.js';

/** `npm run bench:correction`: what a hand feels, in the real application. It prints, it does not judge. */

const sizes = [
  { megapixels: 1, width: 1200, height: 800 },
  { megapixels: 6, width: 3000, height: 2000 },
  { megapixels: 12, width: 4200, height: 2800 },
  { megapixels: 24, width: 6000, height: 4000 },
] as const;
/** A twentieth of twice as many is more than the slowest one alone. */
const STROKES = 24;
const MOVES_PER_STROKE = 12;
const OPENINGS = 6;
/** After the next picture came, until what is done beside it is over. */
const REST_MS = 300;
/** What a software GL takes to draw a picture of 24 megapixels the first time, at most. */
const DRAWING_MS = 5000;

const all = { offset: 0, limit: 500 } as const;

type BenchSize = (typeof sizes)[number];

/** Two pictures of each size, one after the other, so that each first has a next one. */
async function importPictures(limen: LaunchedLimen, folder: string): Promise<string[]> {
  const { app, page } = limen;
  const source = await page.getByTestId('instance-card').first().getAttribute('data-instance-id');
  const jpeg = await page.evaluate(async (instanceId) => {
    const reply = await fetch(`image://thumbnail/${instanceId}/0?max=320`);
    return Array.from(new Uint8Array(await reply.arrayBuffer()));
  }, source ?? '');
  const ids: string[] = [];
  for (const { megapixels, width, height } of sizes) {
    // Two qualities, since the same file is imported once.
    for (const quality of [90, 91]) {
      const path = join(folder, `bench-${String(megapixels)}-${String(quality)}.jpg`);
      const large = new Transformer(Uint8Array.from(jpeg));
      const resized = large.resize(width, height, ResizeFilterType.CatmullRom);
      await writeFile(path, await resized.jpeg(quality));
      await app.evaluate(
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
        },
        [path],
      );
      const before = await listed(page);
      await page.getByTestId('import-files').first().click();
      await page.getByTestId('import-go').click();
      await page.getByTestId('import-close').click({ timeout: 60_000 });
      const added = (await listed(page)).filter((id) => !before.includes(id));
      expect(added).toHaveLength(1);
      ids.push(...added);
    }
  }
  return ids;
}

async function listed(page: Page): Promise<string[]> {
  const { instances } = await callInPage(page, 'library.list', all);
  return instances.map(({ instance }) => instance.id);
}

/** Until every picture has its proposal, so that nothing is computed beside the hand. */
async function allProposed(page: Page): Promise<void> {
  const unread = async () => (await callInPage(page, 'library.list', all)).counts.unread;
  await expect.poll(unread, { timeout: 120_000 }).toBe(0);
}

/** Pulls a brush to and fro; returns the times from the release until the stroke was durable. */
async function brush(
  page: Page,
  at: (x: number, y: number) => ClientPoint,
): Promise<{ moves: number[]; frames: number[]; durable: number[]; work: number[] }> {
  const moves: number[] = [];
  const frames: number[] = [];
  const durable: number[] = [];
  const work: number[] = [];
  const threadTime = await threadClock(page);
  for (let stroke = 0; stroke < STROKES; stroke += 1) {
    const y = 0.15 + (0.7 * stroke) / STROKES;
    const from = at(0.15, y);
    await page.mouse.move(from.x, from.y);
    const began = await threadTime();
    await page.mouse.down();
    await takeMoves(page, true);
    for (let move = 1; move <= MOVES_PER_STROKE; move += 1) {
      const to = at(0.15 + (0.7 * move) / MOVES_PER_STROKE, y + 0.02 * Math.sin(move));
      await page.mouse.move(to.x, to.y);
    }
    const seen = await takeMoves(page, false);
    moves.push(...seen.moves);
    frames.push(...seen.frames);
    const saved = { testId: 'read-screen', attribute: 'data-save', becomes: 'saved' };
    durable.push((await timed(page, 'pointerup', saved, () => page.mouse.up())).total);
    work.push((await threadTime()) - began);
  }
  return { moves, frames, durable, work };
}

async function chooseTool(page: Page, key: string, pixels: number): Promise<void> {
  await page.keyboard.press(key);
  await page.getByTestId('radius').fill(String(Math.round(pixels)));
  await page.keyboard.press('Enter');
}

async function measure(
  page: Page,
  size: BenchSize,
  [first, second]: readonly [string, string],
): Promise<CorrectionTimes> {
  // Both have a mask, and their proposals are made, so that nothing runs beside.
  for (const id of [second, first]) {
    await openPicture(page, id);
    await page.keyboard.press('t');
    await allSaved(page);
    if (id === second) await page.getByTestId('nav-library').click();
  }
  const { toClient } = await placementOf(page);
  await chooseTool(page, '1', size.width / 60);
  const whole = await brush(page, (x, y) => toClient(x * size.width, y * size.height));
  const undo: number[] = [];
  const changed = { testId: 'viewport', attribute: 'data-area', becomes: null };
  for (let stroke = 0; stroke < STROKES / 2; stroke += 1) {
    undo.push(
      (await timed(page, 'keydown', changed, () => page.keyboard.press('Control+z'))).total,
    );
  }
  // Everything is lesion, so that each stroke of the eraser changes something.
  await page.keyboard.press('6');
  await pullThrough(page, [toClient(1, 1), toClient(size.width - 1, size.height - 1)]);
  await allSaved(page);
  await chooseTool(page, '2', 20);
  await zoomToPixels(page);
  const box = await page.getByTestId('viewport').boundingBox();
  if (!box) throw new Error('there is no viewport');
  const near = await brush(page, (x, y) => ({
    x: Math.round(box.x + x * box.width),
    y: Math.round(box.y + y * box.height),
  }));
  await page.keyboard.press('f');
  const opened = await openNext(page, second);
  await page.getByTestId('nav-library').click();
  return {
    megapixels: size.megapixels,
    move: whole.moves,
    moveNear: near.moves,
    durable: [...whole.durable, ...near.durable],
    undo,
    open: opened.shown.map(({ total, rendering }) => total - rendering),
    openWhole: opened.shown.map(({ total }) => total),
    openReady: opened.ready.map(({ total, rendering }) => total - rendering),
    strokeWork: [...whole.work, ...near.work],
    openWork: opened.work,
    frame: quantile([...whole.frames, ...near.frames], 0.5),
  };
}

/** One picture pixel or more to a screen pixel. */
async function zoomToPixels(page: Page): Promise<void> {
  const viewport = page.getByTestId('viewport');
  for (let step = 0; step < 20; step += 1) {
    const zoom = Number(await viewport.getAttribute('data-zoom'));
    if (zoom >= 1) return;
    await page.keyboard.press('+');
    await expect(viewport).not.toHaveAttribute('data-zoom', String(zoom));
  }
}

interface Openings {
  /** Each from the key to the picture on the screen's canvas, the masks over it. */
  readonly shown: readonly Pick<Timed, 'total' | 'rendering'>[];
  /** Each from the key until the hand can draw; of other openings. */
  readonly ready: readonly Pick<Timed, 'total' | 'rendering'>[];
  /** Processor's time of each opening, whole. */
  readonly work: readonly number[];
}

/** Opens the next picture, once it is loaded ahead, and goes back to where it is loaded ahead again. */
async function openNext(page: Page, nextId: string): Promise<Openings> {
  const [shown, ready, work]: [Timed[], Timed[], number[]] = [[], [], []];
  const threadTime = await threadClock(page);
  for (let opening = 0; opening < 2 * OPENINGS; opening += 1) {
    await received(page, `image://rendition/${nextId}/0`);
    await wait(REST_MS);
    const next = () => page.keyboard.press('PageDown');
    const began = await threadTime();
    if (opening % 2 === 0) {
      const { drawn } = await timed(page, 'keydown', becomes('data-shown'), next, DRAWING_MS);
      if (drawn === null) throw new Error('the next picture was not drawn');
      shown.push({ ...drawn, drawn: null });
    } else {
      ready.push(await timed(page, 'keydown', becomes('data-ready'), next));
    }
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true');
    work.push((await threadTime()) - began);
    const back = () => page.keyboard.press('PageUp');
    await timed(page, 'keydown', becomes('data-ready'), back, DRAWING_MS);
  }
  return { shown, ready, work };
}

function becomes(attribute: 'data-shown' | 'data-ready') {
  return { testId: 'viewport', attribute, becomes: 'true' };
}

test('what a hand feels', async () => {
  test.setTimeout(1_800_000);
  const folder = await mkdtemp(join(tmpdir(), 'limen-bench-'));
  const limen = await launchLimen({ size: { width: 1280, height: 800 } });
  try {
    await expect(limen.page.locator('[data-shown="true"]')).toHaveCount(5, { timeout: 120_000 });
    const ids = await importPictures(limen, folder);
    await allProposed(limen.page);
    // The list of what was imported would lie over the cards.
    await limen.page.reload();
    await installProbe(limen.page);
    const measured: CorrectionTimes[] = [];
    const stolen = await stolenTime();
    for (const [index, size] of sizes.entries()) {
      const [first = '', second = ''] = ids.slice(2 * index);
      measured.push(await measure(limen.page, size, [first, second]));
    }
    const bare = { flush: await bareFlush(limen.library), call: await bareCall(limen.page) };
    const busy = (loadavg()[0] ?? 0).toFixed(1);
    console.log(`load of the machine ${busy} on ${String(availableParallelism())} cores`);
    console.log(`taken by other machines on the same host: ${await stolen()} of the busy time`);
    for (const line of correctionTable(measured)) console.log(line);
    for (const line of bareTable(bare)) console.log(line);
  } finally {
    await limen.close();
    await rm(folder, { recursive: true, force: true });
  }
});
