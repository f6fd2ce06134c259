import { describe, expect, test } from 'vitest';
import { paintPicture } from '../../../main/synthetic/picture.js';

const width = 320;
const height = 240;

function meanLevel(picture: ReturnType<typeof paintPicture>, inLesion: 0 | 1): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < picture.mask.length; at += 1) {
    if (picture.mask[at] !== inLesion) continue;
    sum += picture.rgba[at * 4 + 1] ?? 0;
    count += 1;
  }
  return sum / count;
}

/** Pixels of the mask's pieces, largest first, joined over edges. */
function pieces(mask: Uint8Array, of: 0 | 1): number[] {
  const seen = new Uint8Array(mask.length);
  const sizes: number[] = [];
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] !== of || seen[start] === 1) continue;
    const open = [start];
    seen[start] = 1;
    let size = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      size += 1;
      const x = at % width;
      const next = [at - width, at + width];
      if (x > 0) next.push(at - 1);
      if (x < width - 1) next.push(at + 1);
      for (const other of next) {
        if (mask[other] !== of || seen[other] === 1) continue;
        seen[other] = 1;
        open.push(other);
      }
    }
    sizes.push(size);
  }
  return sizes.sort((a, b) => b - a);
}

describe.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('synthetic picture of seed %i', (seed) => {
  const picture = paintPicture(seed, width, height);

  test('has an opaque pixel and a mask value for every place', () => {
    expect(picture.rgba.length).toBe(width * height * 4);
    expect(picture.mask.length).toBe(width * height);
    expect(picture.rgba.every((value, at) => at % 4 !== 3 || value === 255)).toBe(true);
    expect(picture.mask.every((value) => value === 0 || value === 1)).toBe(true);
  });

  test('its lesion covers a part of the field and is darker than the skin', () => {
    const share = picture.mask.reduce((sum, value) => sum + value, 0) / picture.mask.length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.6);
    expect(meanLevel(picture, 0) - meanLevel(picture, 1)).toBeGreaterThan(20);
  });

  test('its lesion is one piece, but for specks of the border, and lies inside the field', () => {
    const [largest = 0, ...rest] = pieces(picture.mask, 1);
    expect(rest.reduce((sum, size) => sum + size, 0)).toBeLessThan(largest * 0.01);
    const { mask } = picture;
    const touches = mask.some((value, at) => {
      const x = at % width;
      const y = Math.floor(at / width);
      return value === 1 && (x === 0 || y === 0 || x === width - 1 || y === height - 1);
    });
    expect(touches).toBe(false);
  });

  test('the same seed paints the same bytes', () => {
    const again = paintPicture(seed, width, height);
    expect(Buffer.compare(Buffer.from(picture.rgba), Buffer.from(again.rgba))).toBe(0);
    expect(Buffer.compare(picture.mask, again.mask)).toBe(0);
  });
});

test('another seed of the same recipe paints another lesion', () => {
  const one = paintPicture(1, width, height);
  const other = paintPicture(6, width, height);
  expect(Buffer.compare(one.mask, other.mask)).not.toBe(0);
});
