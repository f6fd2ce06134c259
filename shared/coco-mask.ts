import { AppError } from './errors.js';
import { maskFromPixels, maskToPixels, type RunLengthMask } from './labelmap.js';

/**
 * COCO's run lengths: counts of background and foreground in turn like ours, but down the columns
 * and not along the rows. In files the counts are a list, or a string of five bits a character.
 */
export interface CocoRuns {
  /** Height, then width. */
  size: [number, number];
  counts: number[] | string;
}

const bitsEach = 5;
const continues = 0x20;
const firstCharacter = 48;

/** A mask as COCO's compressed run lengths. */
export function toCocoRuns(mask: RunLengthMask): { size: [number, number]; counts: string } {
  const { width, height } = mask;
  const turned = transposed(maskToPixels(mask), width, height);
  const { runs } = maskFromPixels(turned, height, width);
  return { size: [height, width], counts: packCounts([...runs]) };
}

/** @throws AppError `bad-input` for counts that do not fill the stated size. */
export function fromCocoRuns({ size, counts }: CocoRuns): RunLengthMask {
  const [height, width] = size;
  const runs = typeof counts === 'string' ? unpackCounts(counts) : counts;
  const pixels = new Uint8Array(width * height);
  let position = 0;
  for (const [index, length] of runs.entries()) {
    if (!Number.isInteger(length) || length < 0 || position + length > pixels.length) {
      throw notRuns();
    }
    if (index % 2 === 1) pixels.fill(1, position, position + length);
    position += length;
  }
  if (position !== pixels.length) throw notRuns();
  return maskFromPixels(transposed(pixels, height, width), width, height);
}

/** From the third count on, the difference to the last count of the same colour is kept. */
function packCounts(counts: readonly number[]): string {
  let text = '';
  counts.forEach((count, index) => {
    let rest = index > 2 ? count - (counts[index - 2] ?? 0) : count;
    for (let more = true; more;) {
      const bits = rest & 0x1f;
      rest >>= bitsEach;
      // The last group's highest bit is the sign.
      more = (bits & 0x10) === 0 ? rest !== 0 : rest !== -1;
      text += String.fromCharCode((more ? bits | continues : bits) + firstCharacter);
    }
  });
  return text;
}

function unpackCounts(text: string): number[] {
  const counts: number[] = [];
  let [value, shift] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index) - firstCharacter;
    if (code < 0 || code > 63 || shift > 30) throw notRuns();
    value |= (code & 0x1f) << shift;
    shift += bitsEach;
    if ((code & continues) !== 0) continue;
    if ((code & 0x10) !== 0 && shift < 32) value |= -1 << shift;
    counts.push(counts.length > 2 ? value + (counts.at(-2) ?? 0) : value);
    [value, shift] = [0, 0];
  }
  if (shift !== 0) throw notRuns();
  return counts;
}

/** Rows for columns: `pixels` holds `height` rows of `width`. */
function transposed(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const turned = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) turned[x * height + y] = pixels[y * width + x] ?? 0;
  }
  return turned;
}

function notRuns(): AppError {
  return new AppError('bad-input', 'The run lengths of a mask do not fill its size.');
}

/**
 * The pixels whose centre lies in one of some closed polygons, each a list of x, y, x, y in pixels
 * from the upper left corner. Within a polygon that crosses itself the even-odd rule holds.
 * @throws AppError `bad-input` for a polygon that is no list of at least three points.
 */
export function maskOfPolygons(
  polygons: readonly (readonly number[])[],
  width: number,
  height: number,
): RunLengthMask {
  const pixels = new Uint8Array(width * height);
  for (const polygon of polygons) {
    const isList = polygon.length >= 6 && polygon.length % 2 === 0;
    if (!isList || !polygon.every(Number.isFinite)) {
      throw new AppError('bad-input', 'A polygon has fewer than three points.');
    }
    for (let y = 0; y < height; y += 1) {
      const crossings = crossingsAt(polygon, y + 0.5);
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        const from = Math.max(0, Math.ceil((crossings[index] ?? 0) - 0.5));
        const to = Math.min(width, Math.ceil((crossings[index + 1] ?? 0) - 0.5));
        if (from < to) pixels.fill(1, y * width + from, y * width + to);
      }
    }
  }
  return maskFromPixels(pixels, width, height);
}

/** Where the polygon's sides cross a horizontal line, from left to right. */
function crossingsAt(polygon: readonly number[], y: number): number[] {
  const crossings: number[] = [];
  let [x0, y0] = [polygon.at(-2) ?? 0, polygon.at(-1) ?? 0];
  for (let index = 0; index < polygon.length; index += 2) {
    const [x1, y1] = [polygon[index] ?? 0, polygon[index + 1] ?? 0];
    if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    [x0, y0] = [x1, y1];
  }
  return crossings.sort((a, b) => a - b);
}
