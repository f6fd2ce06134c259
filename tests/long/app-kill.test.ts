import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openLibrary } from '../../main/store/open-library.js';
import { fillPolygons } from '../../shared/fill-polygon.js';
import { imagePoint } from '../../shared/geometry.js';
import {
  decodeMask,
  emptyMask,
  masksEqual,
  subtractMasks,
  unionMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { seededRandom, type Random } from '../../shared/random.js';
import { SpanBuilder } from '../../shared/row-spans.js';
import {
  placementOf,
  pullThrough,
  type ClientPoint,
  type Placement,
} from '../e2e/support/client-points.js';
import { processTree } from '../e2e/support/connections.js';
import { launchLimen, type LaunchedLimen } from '../e2e/support/launch.js';
import { allSaved, openPicture } from '../e2e/support/reading.js';

const KILLS = 50;
const MOST_STROKES = 5;
const LATEST_KILL_MS = 60;

/** The mask of a rectangle pulled between two points of the window. */
function rectangle(
  size: { width: number; height: number },
  placement: Placement,
  [from, to]: readonly [ClientPoint, ClientPoint],
): RunLengthMask {
  const [a, b] = [placement.toImage(from), placement.toImage(to)];
  const builder = new SpanBuilder(size.width, size.height);
  fillPolygons([[a, imagePoint(b.x, a.y), b, imagePoint(a.x, b.y)]], size, (...span) => {
    builder.add(...span);
  });
  return builder.finish();
}

/** What the dead application left: how many records, and the lesion they lead to. */
async function leftBehind(folder: string, instanceId: string) {
  const library = await openLibrary(folder);
  try {
    expect(library.readOnlyReason).toBeNull();
    const { width, height } = library.instances.get(instanceId);
    const count = library.database.get(
      z.object({ count: z.int() }),
      'SELECT count(*) AS count FROM journal',
    );
    const who = library.database.get(
      z.object({ reader: z.string() }),
      'SELECT reader FROM journal LIMIT 1',
    );
    const { masks } = library.journal.open({ instanceId, frame: 0 }, who?.reader ?? '');
    const lesion = masks.find(({ segment }) => segment === 'lesion');
    const mask = lesion ? decodeMask(lesion.mask) : emptyMask(width, height);
    return { records: count?.count ?? 0, mask };
  } finally {
    library.close();
  }
}

async function openForDrawing(limen: LaunchedLimen, wanted: string | null) {
  const { page } = limen;
  const first = page.getByTestId('instance-card').first();
  await first.waitFor({ timeout: 120_000 });
  const instanceId = wanted ?? (await first.getAttribute('data-instance-id')) ?? '';
  await openPicture(page, instanceId);
  await page.keyboard.press('6');
  return { instanceId, placement: await placementOf(page) };
}

function randomPull(
  random: Random,
  { toClient }: Placement,
  size: { width: number; height: number },
) {
  const point = (): ClientPoint =>
    toClient((0.05 + 0.9 * random()) * size.width, (0.05 + 0.9 * random()) * size.height);
  return { points: [point(), point()] as const, erase: random() < 0.5 };
}

/** Alt takes pixels away, so that the picture does not fill up and every act changes some. */
async function draw(page: Page, { points, erase }: ReturnType<typeof randomPull>): Promise<void> {
  if (erase) await page.keyboard.down('Alt');
  await pullThrough(page, points);
  if (erase) await page.keyboard.up('Alt');
}

test(
  `${String(KILLS)} kills of the app lose no durable stroke`,
  { timeout: 7_200_000 },
  async () => {
    const random = seededRandom(7);
    const first = await launchLimen();
    const { library, userData } = first;
    let limen = first;
    let instanceId: string | null = null;
    let kept: { records: number; mask: RunLengthMask } | null = null;
    let [drawn, ahead] = [0, 0];
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        if (kill > 0) limen = await launchLimen({ library, userData });
        const { page } = limen;
        const opened = await openForDrawing(limen, instanceId);
        ({ instanceId } = opened);
        const size = await pictureSize(limen, instanceId);
        let mask: RunLengthMask = kept?.mask ?? emptyMask(size.width, size.height);
        let records = kept?.records ?? 0;
        const strokes = Math.floor(random() * (MOST_STROKES + 1));
        for (let stroke = 0; stroke < strokes; stroke += 1) {
          const pull = randomPull(random, opened.placement, size);
          const after = outcome(mask, size, opened.placement, pull);
          await draw(page, pull);
          await allSaved(page);
          // A rectangle inside what is there already changes nothing and is no record.
          if (!masksEqual(after, mask)) records += 1;
          mask = after;
          drawn += 1;
        }
        // One more, in the middle of which, or right after which, the application dies.
        const pull = randomPull(random, opened.placement, size);
        const withLast = outcome(mask, size, opened.placement, pull);
        const drawing = draw(page, pull).catch(() => undefined);
        await wait(random() * LATEST_KILL_MS);
        killAll(limen);
        await limen.kill();
        await drawing;
        kept = await leftBehind(library, instanceId);
        if (kept.records === records) expect(masksEqual(kept.mask, mask)).toBe(true);
        else {
          expect(kept.records).toBe(records + 1);
          expect(masksEqual(kept.mask, withLast)).toBe(true);
          ahead += 1;
        }
      }
    } finally {
      for (const folder of [library, userData]) await rm(folder, { recursive: true, force: true });
    }
    console.log(
      `${String(KILLS)} kills of the app, ${String(drawn)} strokes acknowledged, 0 of them lost, ` +
        `${String(ahead)} strokes in progress were durable already`,
    );
  },
);

/** The mask after a pull. */
function outcome(
  mask: RunLengthMask,
  size: { width: number; height: number },
  placement: Placement,
  { points, erase }: ReturnType<typeof randomPull>,
): RunLengthMask {
  const pulled = rectangle(size, placement, points);
  return erase ? subtractMasks(mask, pulled) : unionMasks(mask, pulled);
}

/** The main process first, then its children, as a power cut would end them. */
function killAll(limen: LaunchedLimen): void {
  const { pid } = limen.app.process();
  if (pid === undefined) throw new Error('the application has no process');
  for (const each of processTree(pid)) {
    try {
      process.kill(each, 'SIGKILL');
    } catch (error) {
      // Gone with its parent already.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

async function pictureSize(limen: LaunchedLimen, instanceId: string) {
  const label = await limen.page.getByTestId('viewport').getAttribute('aria-label');
  const [width, height] = (/(\d+) by (\d+) pixels/.exec(label ?? '') ?? []).slice(1).map(Number);
  if (!width || !height) throw new Error(`the picture ${instanceId} has no size`);
  return { width, height };
}
