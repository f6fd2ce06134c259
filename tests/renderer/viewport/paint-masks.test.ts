import { describe, expect, test } from 'vitest';
import { paintMasks, type PaintedMask } from '../../../renderer/viewport/paint-masks.js';

const size = { width: 40, height: 30 };
const identity = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 };

/** Foreground at 10 <= x < 25, 8 <= y < 20. */
function rectangle(): PaintedMask {
  const pixels = new Uint8Array(size.width * size.height);
  for (let y = 8; y < 20; y += 1) pixels.fill(1, y * size.width + 10, y * size.width + 25);
  return { pixels, colour: [255, 194, 75], opacity: 1 };
}

function at(rgba: Uint8ClampedArray, width: number, x: number, y: number): number[] {
  return [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

const whole = { x: 0, y: 0, ...size };

describe('paintMasks', () => {
  test('outline only: the border is drawn, inside and outside stay clear', () => {
    const rgba = paintMasks(
      whole,
      identity,
      size,
      [rectangle()],
      { mode: 'outline', opacity: 0.5 },
      1,
    );
    expect(at(rgba, size.width, 10, 12)).toEqual([255, 194, 75, 255]);
    expect(at(rgba, size.width, 9, 12)).toEqual([255, 194, 75, 255]);
    expect(at(rgba, size.width, 17, 14)).toEqual([0, 0, 0, 0]);
    expect(at(rgba, size.width, 7, 12)).toEqual([0, 0, 0, 0]);
  });

  test('filled: the inside has the opacity asked for', () => {
    const rgba = paintMasks(
      whole,
      identity,
      size,
      [rectangle()],
      { mode: 'fill', opacity: 0.4 },
      1,
    );
    expect(at(rgba, size.width, 17, 14)).toEqual([255, 194, 75, 102]);
    expect(at(rgba, size.width, 10, 12)).toEqual([255, 194, 75, 255]);
  });

  test('an outline keeps its width on the screen at every zoom', () => {
    for (const scale of [0.5, 1, 3, 8]) {
      const view = { scaleX: scale, scaleY: scale, offsetX: 0, offsetY: 0 };
      const region = { x: 0, y: Math.round(14 * scale), width: Math.round(17 * scale), height: 1 };
      const rgba = paintMasks(
        region,
        view,
        size,
        [rectangle()],
        { mode: 'outline', opacity: 1 },
        1,
      );
      let drawn = 0;
      for (let x = 0; x < region.width; x += 1) drawn += at(rgba, region.width, x, 0)[3] ?? 0;
      expect(drawn / 255).toBe(2);
    }
  });

  test('a part of the screen is drawn as it is in the whole', () => {
    const view = { scaleX: 1.7, scaleY: 1.7, offsetX: 3.3, offsetY: -2.1 };
    const screen = { x: 0, y: 0, width: 70, height: 50 };
    const part = { x: 13, y: 6, width: 31, height: 22 };
    const style = { mode: 'fill', opacity: 0.3 } as const;
    const all = paintMasks(screen, view, size, [rectangle()], style, 2);
    const some = paintMasks(part, view, size, [rectangle()], style, 2);
    for (let y = 0; y < part.height; y += 1) {
      const start = ((y + part.y) * screen.width + part.x) * 4;
      const row = some.slice(y * part.width * 4, (y + 1) * part.width * 4);
      expect(row).toEqual(all.slice(start, start + part.width * 4));
    }
  });

  test('nothing is drawn beyond the picture, and a mask at its edge is closed there', () => {
    const pixels = new Uint8Array(size.width * size.height).fill(1);
    const view = { ...identity, offsetX: 5, offsetY: 5 };
    const region = { x: 0, y: 0, width: 50, height: 40 };
    const mask: PaintedMask = { pixels, colour: [1, 2, 3], opacity: 1 };
    const rgba = paintMasks(region, view, size, [mask], { mode: 'outline', opacity: 1 }, 1);
    expect(at(rgba, 50, 5, 20)[3]).toBe(255);
    expect(at(rgba, 50, 2, 20)[3]).toBe(0);
    expect(at(rgba, 50, 20, 20)[3]).toBe(0);
  });

  test('masks that overlap are laid over each other', () => {
    const first = rectangle();
    const second: PaintedMask = { pixels: first.pixels, colour: [0, 0, 255], opacity: 1 };
    const style = { mode: 'fill', opacity: 0.5 } as const;
    const rgba = paintMasks(whole, identity, size, [first, second], style, 1);
    const [red = 0, , blue = 0, alpha = 0] = at(rgba, size.width, 17, 14);
    expect(Math.abs(alpha - 0.75 * 255)).toBeLessThan(1);
    expect(blue).toBeGreaterThan(red);
    expect(red).toBeGreaterThan(0);
  });

  test('at an edge that no device pixel lies on, line and fill are as strong as they cover', () => {
    const pixels = new Uint8Array(size.width * size.height);
    for (let y = 0; y < size.height; y += 1) pixels.fill(1, y * size.width, y * size.width + 10);
    const mask: PaintedMask = { pixels, colour: [9, 8, 7], opacity: 0.5 };
    const half = { ...identity, offsetX: 0.5 };
    const rgba = paintMasks(whole, half, size, [mask], { mode: 'fill', opacity: 0.4 }, 1);
    // Of the pixel at 10 a half is covered: around it lie covered and clear ones.
    expect(at(rgba, size.width, 10, 15)).toEqual([9, 8, 7, 128]);
    expect(at(rgba, size.width, 9, 15)[3]).toBe(64);
    expect(at(rgba, size.width, 11, 15)[3]).toBe(64);
    expect(at(rgba, size.width, 5, 15)[3]).toBe(51);
    expect(at(rgba, size.width, 13, 15)[3]).toBe(0);
  });

  test('what lies flat over others has no line and shows them through', () => {
    const flat: PaintedMask = { ...rectangle(), colour: [0, 0, 200], opacity: 0.5, flat: true };
    const style = { mode: 'outline', opacity: 1 } as const;
    const alone = paintMasks(whole, identity, size, [flat], style, 1);
    expect(at(alone, size.width, 10, 12)).toEqual([0, 0, 200, 128]);
    expect(at(alone, size.width, 17, 14)).toEqual([0, 0, 200, 128]);
    expect(at(alone, size.width, 9, 12)[3]).toBe(0);
    const over = paintMasks(whole, identity, size, [rectangle(), flat], style, 1);
    expect(at(over, size.width, 10, 12)).toEqual([128, 97, 138, 255]);
  });
});
