import { describe, expect, test } from 'vitest';
import { contoursOf, outlineFor } from '../../../renderer/viewport/outline-path.js';
import { maskFromPixels } from '../../../shared/labelmap.js';

const size = { width: 400, height: 300 };

function disk(radius: number) {
  const pixels = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      if (Math.hypot(x + 0.5 - 200, y + 0.5 - 150) < radius) pixels[y * size.width + x] = 1;
    }
  }
  return contoursOf(maskFromPixels(pixels, size.width, size.height));
}

describe('outlineFor', () => {
  test('zoomed in, it follows the pixel edges exactly', () => {
    const contours = disk(40);
    expect(outlineFor(contours, 0.25)).toEqual(contours);
  });

  test('zoomed out, it has fewer points and stays within a screen pixel of the border', () => {
    const contours = disk(100);
    const grain = 4;
    const [outline = []] = outlineFor(contours, grain);
    expect(outline.length).toBeLessThan((contours[0]?.length ?? 0) / 3);
    expect(outline.length).toBeGreaterThan(50);
    for (const { x, y } of outline) {
      expect(Math.abs(Math.hypot(x - 200, y - 150) - 100)).toBeLessThan(grain);
    }
  });

  test('long straight edges keep their corners', () => {
    const pixels = new Uint8Array(size.width * size.height);
    for (let y = 100; y < 200; y += 1) pixels.fill(1, y * size.width + 50, y * size.width + 150);
    const contours = contoursOf(maskFromPixels(pixels, size.width, size.height));
    const [outline = []] = outlineFor(contours, 3);
    const corners = outline.map(({ x, y }) => `${String(x)} ${String(y)}`);
    expect(new Set(corners)).toEqual(new Set(['50 100', '150 100', '150 200', '50 200']));
  });

  test('a speck smaller than a screen pixel is left out', () => {
    const pixels = new Uint8Array(size.width * size.height);
    pixels[5000] = 1;
    const contours = contoursOf(maskFromPixels(pixels, size.width, size.height));
    expect(outlineFor(contours, 8)).toEqual([]);
    expect(outlineFor(contours, 0.1)).toHaveLength(1);
  });
});
