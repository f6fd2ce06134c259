import type { Size } from '../../../shared/geometry.js';
import type { SpanCallback } from '../../../shared/row-spans.js';

/** Pixels between two pauses: some milliseconds of work. */
const PIXELS_A_STEP = 400_000;

/**
 * The pixels that side steps over matching pixels reach from a seed, span by span in no order.
 * It pauses now and then, so that the window stays alive while a large area is found.
 *
 * @param column of the seed, inside the picture
 * @param row of the seed
 * @param matches by pixel index, row by row; asked once or a few times a pixel
 */
export function* flood(
  { width, height }: Size,
  column: number,
  row: number,
  matches: (index: number) => boolean,
  callback: SpanCallback,
): Generator<undefined, void> {
  const visited = new Uint8Array(width * height);
  const open = (index: number): boolean => visited[index] === 0 && matches(index);
  const waiting = [row * width + column];
  let work = 0;
  for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
    if (!open(seed)) continue;
    const y = Math.floor(seed / width);
    const base = y * width;
    let start = seed;
    while (start > base && open(start - 1)) start -= 1;
    let end = seed + 1;
    while (end < base + width && open(end)) end += 1;
    visited.fill(1, start, end);
    callback(y, start - base, end - base);
    if (y > 0) pushSeeds(waiting, start - width, end - width, open);
    if (y < height - 1) pushSeeds(waiting, start + width, end + width, open);
    work += end - start;
    if (work >= PIXELS_A_STEP) {
      work = 0;
      yield;
    }
  }
}

/** One seed for each stretch of open pixels. */
function pushSeeds(
  waiting: number[],
  from: number,
  to: number,
  open: (index: number) => boolean,
): void {
  let before = false;
  for (let index = from; index < to; index += 1) {
    const here = open(index);
    if (here && !before) waiting.push(index);
    before = here;
  }
}
