import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clipRect,
  joinRects,
  rectToCanvas,
  toCanvas,
  toDevice,
  toImage,
} from '../../../renderer/viewport/view-transform.js';
import { imagePoint } from '../../../shared/geometry.js';

const scale = fc.double({ min: 0.01, max: 64, noNaN: true });
const offset = fc.double({ min: -5000, max: 5000, noNaN: true });
const transform = fc.record({ scaleX: scale, scaleY: scale, offsetX: offset, offsetY: offset });

describe('view transform', () => {
  test('canvas and image coordinates are inverse to each other', () => {
    fc.assert(
      fc.property(
        transform,
        fc.double({ min: 0, max: 6000, noNaN: true }),
        fc.double({ min: 0, max: 6000, noNaN: true }),
        (view, x, y) => {
          const back = toImage(view, toCanvas(view, imagePoint(x, y)));
          expect(back.x).toBeCloseTo(x, 4);
          expect(back.y).toBeCloseTo(y, 4);
        },
      ),
    );
  });

  test('device pixels are CSS pixels times the ratio', () => {
    const view = { scaleX: 0.5, scaleY: 0.25, offsetX: 10, offsetY: -4 };
    expect(toDevice(view, 2)).toEqual({ scaleX: 1, scaleY: 0.5, offsetX: 20, offsetY: -8 });
  });

  test('a rectangle of the picture is covered by the canvas pixels it touches', () => {
    const view = { scaleX: 0.3, scaleY: 0.3, offsetX: 5.5, offsetY: 2 };
    expect(rectToCanvas(view, { x: 10, y: 0, width: 1, height: 4 }, 0)).toEqual({
      x: 8,
      y: 2,
      width: 1,
      height: 2,
    });
    expect(rectToCanvas(view, { x: 10, y: 0, width: 1, height: 4 }, 2)).toEqual({
      x: 6,
      y: 0,
      width: 5,
      height: 6,
    });
  });

  test('rectangles are clipped and joined', () => {
    const rect = { x: -2, y: 3, width: 10, height: 10 };
    expect(clipRect(rect, { width: 5, height: 8 })).toEqual({ x: 0, y: 3, width: 5, height: 5 });
    expect(clipRect(rect, { width: 5, height: 3 })).toBeNull();
    expect(joinRects(null, rect)).toEqual(rect);
    expect(joinRects(rect, { x: 20, y: 0, width: 1, height: 1 })).toEqual({
      x: -2,
      y: 0,
      width: 23,
      height: 13,
    });
  });
});
