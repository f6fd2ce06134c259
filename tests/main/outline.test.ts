import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskFromPixels, maskToPixels } from '../../shared/labelmap.js';
import { emptySvg, outlineSvg, sampleMask } from '../../main/outline.js';

function disk(width: number, height: number, radius: number) {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2) < radius) pixels[y * width + x] = 1;
    }
  }
  return maskFromPixels(pixels, width, height);
}

describe('sampleMask', () => {
  test('takes the pixel under the centre of each sample', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.uint8Array({ minLength: 1600, maxLength: 1600, max: 1 }),
        (width, height, maxSide, noise) => {
          const pixels = noise.slice(0, width * height);
          const small = sampleMask(maskFromPixels(pixels, width, height), maxSide);
          const sampled = maskToPixels(small);
          for (let row = 0; row < small.height; row += 1) {
            for (let column = 0; column < small.width; column += 1) {
              const x = Math.floor(((column + 0.5) * width) / small.width);
              const y = Math.floor(((row + 0.5) * height) / small.height);
              expect(sampled[row * small.width + column]).toBe(pixels[y * width + x]);
            }
          }
        },
      ),
    );
  });

  test('leaves a small mask as it is', () => {
    const mask = disk(30, 20, 8);
    expect(sampleMask(mask, 30)).toBe(mask);
  });
});

describe('outlineSvg', () => {
  test('stays inside a margin around the lesion, in the coordinates of the picture', () => {
    const svg = outlineSvg(disk(1200, 900, 300), 'reader');
    expect(svg).toContain('viewBox="0 0 1200 900"');
    const numbers = [...svg.matchAll(/[MQ ](\d+\.\d) (\d+\.\d)/g)];
    expect(numbers.length).toBeGreaterThan(20);
    for (const [, x, y] of numbers) {
      expect(Math.abs(Math.hypot(Number(x) - 600, Number(y) - 450) - 300)).toBeLessThan(9);
    }
  });

  test.each([
    ['model', '#29D3E8', true],
    ['reader', '#FFC24B', false],
    ['truth', '#FFFFFF', false],
  ] as const)('a mask of source %s is drawn in %s', (source, colour, dashed) => {
    const svg = outlineSvg(disk(60, 40, 12), source);
    expect(svg).toContain(colour);
    expect(svg.includes('stroke-dasharray')).toBe(dashed);
  });

  test('nothing is drawn where there is no mask', () => {
    expect(emptySvg(10, 20)).not.toContain('<path');
  });
});
