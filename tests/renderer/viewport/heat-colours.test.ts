import { describe, expect, test } from 'vitest';
import {
  entropy,
  heatKinds,
  heatPixels,
  heatStops,
} from '../../../renderer/viewport/heat-colours.js';

function mapOf(...probabilities: readonly number[]) {
  const values = new Uint8Array(probabilities.length * 2);
  const view = new DataView(values.buffer);
  probabilities.forEach((probability, index) => {
    view.setUint16(index * 2, Math.round(probability * 65535), true);
  });
  return { width: probabilities.length, height: 1, values };
}

function pixel(rgba: Uint8ClampedArray, index: number): number[] {
  return [...rgba.subarray(index * 4, index * 4 + 4)];
}

describe('a probability map in colours', () => {
  test('uncertainty is the entropy in bits', () => {
    expect([0, 0.5, 1].map(entropy)).toEqual([0, 1, 0]);
    expect(entropy(0.11)).toBeCloseTo(0.5, 2);
    expect(entropy(0.89)).toBeCloseTo(entropy(0.11), 10);
  });

  test('goes from nothing to the last colour of its legend', () => {
    const probability = heatPixels(mapOf(0, 1), 'probability');
    expect(pixel(probability, 0)[3]).toBe(0);
    expect(hex(pixel(probability, 1))).toBe(heatStops('probability').at(-1));
    const uncertainty = heatPixels(mapOf(0, 0.5, 1), 'uncertainty');
    expect([0, 2].map((index) => pixel(uncertainty, index)[3])).toEqual([0, 0]);
    expect(hex(pixel(uncertainty, 1))).toBe(heatStops('uncertainty').at(-1));
  });

  test.each(heatKinds)('%s: a higher value is a lighter colour', (kind) => {
    const top = kind === 'probability' ? 1 : 0.5;
    const map = mapOf(...Array.from({ length: 33 }, (_value, index) => (top * index) / 32));
    const rgba = heatPixels(map, kind);
    const lightness = Array.from({ length: 33 }, (_value, index) => {
      const [red = 0, green = 0, blue = 0] = pixel(rgba, index);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    expect(lightness).toEqual(lightness.toSorted((a, b) => a - b));
  });

  test('refuses bytes that do not fit the size', () => {
    const map = { ...mapOf(0, 1), width: 3 };
    expect(() => heatPixels(map, 'probability')).toThrow(/needs 6 bytes/);
  });
});

function hex(rgba: readonly number[]): string {
  return `#${rgba
    .slice(0, 3)
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}
