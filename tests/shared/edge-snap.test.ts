import { describe, expect, test } from 'vitest';
import { snapToEdges, type GreyPart } from '../../shared/edge-snap.js';
import {
  emptyMask,
  intersectMasks,
  maskArea,
  maskFromPixels,
  masksEqual,
  subtractMasks,
  unionMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';

const size = { width: 160, height: 120 };
const whole = { x: 0, y: 0, ...size };

/** Pixels whose centre is within `radius` of a point. */
function disk(x: number, y: number, radius: number): RunLengthMask {
  const pixels = new Uint8Array(size.width * size.height);
  for (let index = 0; index < pixels.length; index += 1) {
    const [column, row] = [index % size.width, Math.floor(index / size.width)];
    pixels[index] = Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius ? 1 : 0;
  }
  return maskFromPixels(pixels, size.width, size.height);
}

/** Skin of 180 with the given areas in their greys, the later ones on top. */
function picture(...areas: readonly (readonly [mask: RunLengthMask, grey: number])[]): GreyPart {
  const values = new Uint8Array(size.width * size.height).fill(180);
  for (const [mask, grey] of areas) {
    let position = 0;
    mask.runs.forEach((length, index) => {
      if (index % 2 === 1) values.fill(grey, position, position + length);
      position += length;
    });
  }
  return { rect: whole, values };
}

function jaccard(a: RunLengthMask, b: RunLengthMask): number {
  return maskArea(intersectMasks(a, b)) / maskArea(unionMasks(a, b));
}

describe('the border of a mask snaps to edges', () => {
  const lesion = disk(80, 60, 34);

  test.each([
    ['too large', disk(80, 60, 41)],
    ['too small', disk(80, 60, 28)],
    ['beside it', disk(84, 57, 34)],
  ])('%s', (_name, drawn) => {
    const snapped = snapToEdges(drawn, picture([lesion, 90]), 10);
    expect(jaccard(snapped, lesion)).toBeGreaterThan(0.985);
    expect(jaccard(drawn, lesion)).toBeLessThan(0.86);
  });

  test('that is bright inside as well', () => {
    const snapped = snapToEdges(disk(80, 60, 40), picture([lesion, 240]), 10);
    expect(jaccard(snapped, lesion)).toBeGreaterThan(0.985);
  });

  test('and stays where there is none within the band', () => {
    const drawn = disk(80, 60, 20);
    expect(masksEqual(snapToEdges(drawn, picture(), 10), drawn)).toBe(true);
    expect(masksEqual(snapToEdges(drawn, picture([lesion, 90]), 6), drawn)).toBe(true);
  });

  test('and not to a thin hair, which is no border of a lesion', () => {
    const hair = new Uint8Array(size.width * size.height);
    for (let row = 0; row < size.height; row += 1) hair[row * size.width + 119] = 1;
    const grey = picture([maskFromPixels(hair, size.width, size.height), 60], [lesion, 90]);
    expect(jaccard(snapToEdges(disk(80, 60, 37), grey, 8), lesion)).toBeGreaterThan(0.97);
  });

  test('of holes too', () => {
    const hole = disk(80, 60, 12);
    const grey = picture([lesion, 90], [hole, 180]);
    const drawn = subtractMasks(disk(80, 60, 38), disk(80, 60, 15));
    expect(jaccard(snapToEdges(drawn, grey, 8), subtractMasks(lesion, hole))).toBeGreaterThan(0.96);
  });

  test('and keeps the side that the picture cuts', () => {
    const cut = disk(0, 60, 40);
    const snapped = snapToEdges(disk(0, 60, 46), picture([cut, 90]), 10);
    expect(jaccard(snapped, cut)).toBeGreaterThan(0.95);
    expect(snapped.runs[0]).toBeLessThan(26 * size.width);
  });

  test('and greys of a part of the picture are enough', () => {
    const all = picture([lesion, 90]);
    const rect = { x: 25, y: 5, width: 110, height: 110 };
    const values = new Uint8Array(rect.width * rect.height);
    for (let row = 0; row < rect.height; row += 1) {
      const from = (rect.y + row) * size.width + rect.x;
      values.set(all.values.subarray(from, from + rect.width), row * rect.width);
    }
    const drawn = disk(80, 60, 41);
    expect(masksEqual(snapToEdges(drawn, { rect, values }, 10), snapToEdges(drawn, all, 10))).toBe(
      true,
    );
  });

  test('of nothing is nothing; an island of a few pixels stays', () => {
    const none = emptyMask(size.width, size.height);
    expect(masksEqual(snapToEdges(none, picture(), 10), none)).toBe(true);
    const island = disk(80, 60, 1);
    expect(masksEqual(snapToEdges(island, picture([lesion, 90]), 30), island)).toBe(true);
  });
});
