import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stroke } from '../../../renderer/viewport/stroke.js';
import { imagePoint } from '../../../shared/geometry.js';
import { maskToPixels, toggleInPlace } from '../../../shared/labelmap.js';

// Larger than a tile of the stroke in both directions, and no multiple of one.
const size = { width: 300, height: 280 };
const pixelCount = size.width * size.height;

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

describe('Stroke', () => {
  test('its delta takes the pixels back to what they were before', () => {
    fc.assert(
      fc.property(stroke, fc.integer({ min: 1, max: 1e6 }), ({ value, radius, points }, seed) => {
        const before = noise(seed);
        const pixels = before.slice();
        const drawn = new Stroke(pixels, size, value, radius);
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
        const drawn = new Stroke(pixels, size, value, radius);
        for (const point of points) drawn.extendTo(point);
        drawn.cancel();
        expect(same(pixels, before)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('adds and erases only under the brush', () => {
    const pixels = new Uint8Array(pixelCount);
    const add = new Stroke(pixels, size, 1, 10);
    add.extendTo(imagePoint(250, 250));
    add.extendTo(imagePoint(262, 250));
    const added = add.finish();
    expect(added && same(maskToPixels(added), pixels)).toBe(true);
    expect(pixels[250 * size.width + 256]).toBe(1);
    expect(pixels[250 * size.width + 280]).toBe(0);

    const erase = new Stroke(pixels, size, 0, 4);
    erase.extendTo(imagePoint(256, 250));
    expect(erase.finish()).not.toBeNull();
    expect(pixels[250 * size.width + 256]).toBe(0);
    expect(pixels[250 * size.width + 245]).toBe(1);
  });

  test('a stroke that changes nothing has no delta', () => {
    const pixels = new Uint8Array(pixelCount).fill(1);
    const drawn = new Stroke(pixels, size, 1, 10);
    drawn.extendTo(imagePoint(20, 20));
    expect(drawn.finish()).toBeNull();
  });

  test('what a move reports as covered is the rectangle of that move alone', () => {
    const drawn = new Stroke(new Uint8Array(pixelCount), size, 1, 2);
    drawn.extendTo(imagePoint(20, 20));
    expect(drawn.extendTo(imagePoint(30, 20))).toEqual({ x: 18, y: 18, width: 14, height: 4 });
    expect(drawn.extendTo(imagePoint(30, 25))).toEqual({ x: 28, y: 18, width: 4, height: 9 });
  });
});
