import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PixelEdit } from '../../../../renderer/viewport/tools/pixel-edit.js';
import { sweepDisk } from '../../../../renderer/viewport/tools/swept-disk.js';
import { imagePoint, type ImagePoint } from '../../../../shared/geometry.js';
import { maskToPixels, toggleInPlace } from '../../../../shared/labelmap.js';

// Larger than a tile of the stroke in both directions, and no multiple of one.
const size = { width: 300, height: 280 };
const pixelCount = size.width * size.height;

/** A stroke of a disk, as the brush draws it. */
class Stroke extends PixelEdit {
  private last: ImagePoint | null = null;

  constructor(
    pixels: Uint8Array,
    value: 0 | 1,
    private readonly radius: number,
  ) {
    super(pixels, size, value);
  }

  extendTo(point: ImagePoint): void {
    sweepDisk(this.last ?? point, point, this.radius, size, (row, start, end) => {
      this.fill(row, start, end);
    });
    this.last = point;
  }
}

const stroke = fc.record({
  value: fc.constantFrom<(0 | 1)[]>(0, 1),
  radius: fc.double({ min: 0.5, max: 60, noNaN: true }),
  points: fc.array(
    fc
      .tuple(fc.integer({ min: -40, max: 340 }), fc.integer({ min: -40, max: 320 }))
      .map(([x, y]) => imagePoint(x + 0.25, y + 0.75)),
    { minLength: 1, maxLength: 5 },
  ),
});

function noise(seed: number): Uint8Array {
  const pixels = new Uint8Array(pixelCount);
  let state = seed;
  for (let index = 0; index < pixelCount; index += 7) {
    state = (state * 1103515245 + 12345) % 2147483648;
    if (state % 3 === 0) pixels.fill(1, index, index + 5);
  }
  return pixels;
}

/** A matcher would take seconds over so many pixels. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

describe('PixelEdit', () => {
  test('its delta takes the pixels back to what they were before', () => {
    fc.assert(
      fc.property(stroke, fc.integer({ min: 1, max: 1e6 }), ({ value, radius, points }, seed) => {
        const before = noise(seed);
        const pixels = before.slice();
        const drawn = new Stroke(pixels, value, radius);
        for (const point of points) drawn.extendTo(point);
        const delta = drawn.finish();
        if (delta === null) {
          expect(same(pixels, before)).toBe(true);
          return;
        }
        const after = pixels.slice();
        toggleInPlace(pixels, delta);
        expect(same(pixels, before)).toBe(true);
        toggleInPlace(pixels, delta);
        expect(same(pixels, after)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a cancelled stroke leaves nothing behind', () => {
    fc.assert(
      fc.property(stroke, ({ value, radius, points }) => {
        const before = noise(11);
        const pixels = before.slice();
        const drawn = new Stroke(pixels, value, radius);
        for (const point of points) drawn.extendTo(point);
        drawn.cancel();
        expect(same(pixels, before)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('adds and erases only under the brush', () => {
    const pixels = new Uint8Array(pixelCount);
    const add = new Stroke(pixels, 1, 10);
    add.extendTo(imagePoint(250, 250));
    add.extendTo(imagePoint(262, 250));
    const added = add.finish();
    expect(added && same(maskToPixels(added), pixels)).toBe(true);
    expect(pixels[250 * size.width + 256]).toBe(1);
    expect(pixels[250 * size.width + 280]).toBe(0);

    const erase = new Stroke(pixels, 0, 4);
    erase.extendTo(imagePoint(256, 250));
    expect(erase.finish()).not.toBeNull();
    expect(pixels[250 * size.width + 256]).toBe(0);
    expect(pixels[250 * size.width + 245]).toBe(1);
  });

  test('a stroke that changes nothing has no delta', () => {
    const pixels = new Uint8Array(pixelCount).fill(1);
    const drawn = new Stroke(pixels, 1, 10);
    drawn.extendTo(imagePoint(20, 20));
    expect(drawn.finish()).toBeNull();
  });
});
