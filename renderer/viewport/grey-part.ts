import type { GreyPart } from '../../shared/edge-snap.js';
import type { Size } from '../../shared/geometry.js';
import type { Rect } from '../../shared/labelmap.js';
import { greyAt } from './tools/pixel-guards.js';
import { clipRect } from './view-transform.js';

/**
 * The grey values (Rec. 601 luma) of a rectangle grown by `margin` pixels, as far as the picture
 * goes; null where they do not meet.
 *
 * @param picture RGBA, row by row
 */
export function greyPart(
  picture: Uint8Array,
  size: Size,
  { x, y, width, height }: Rect,
  margin: number,
): GreyPart | null {
  const rect = clipRect(
    { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin },
    size,
  );
  if (rect === null) return null;
  const values = new Uint8Array(rect.width * rect.height);
  for (let row = 0; row < rect.height; row += 1) {
    const from = (rect.y + row) * size.width + rect.x;
    for (let column = 0; column < rect.width; column += 1) {
      values[row * rect.width + column] = greyAt(picture, from + column);
    }
  }
  return { rect, values };
}
