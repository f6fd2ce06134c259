import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clampRadius,
  LARGEST_RADIUS,
  radiusOfSlider,
  sliderOfRadius,
  SMALLEST_RADIUS,
  stepRadius,
} from '../../../renderer/annotation/brush-radius.js';

describe('brush radius', () => {
  test('stays within the limits', () => {
    expect(clampRadius(0)).toBe(SMALLEST_RADIUS);
    expect(clampRadius(1e9)).toBe(LARGEST_RADIUS);
    expect(clampRadius(3.26)).toBe(3.5);
    expect(clampRadius(41.7)).toBe(42);
  });

  test('every step within the limits changes it, in the direction asked for', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1900, noNaN: true }), (wanted) => {
        const radius = clampRadius(wanted);
        expect(stepRadius(radius, 1)).toBeGreaterThan(radius);
        expect(stepRadius(radius, -1)).toBeLessThan(radius);
      }),
    );
    expect(stepRadius(SMALLEST_RADIUS, -1)).toBe(SMALLEST_RADIUS);
    expect(stepRadius(LARGEST_RADIUS, 1)).toBe(LARGEST_RADIUS);
  });

  test('the slider and the radius are inverse to each other within rounding', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (position) => {
        const radius = radiusOfSlider(position);
        expect(radiusOfSlider(sliderOfRadius(radius))).toBe(radius);
      }),
    );
  });
});
