import type { ImagePoint, Size } from '../../../shared/geometry.js';
import { maskFromPixels, type RunLengthMask } from '../../../shared/labelmap.js';

/** What tools should do, pixel by pixel and as plainly as can be said: no code of theirs is used. */

/** The pixels whose centre fulfils a condition; also given is the pixel's index. */
export function pixelsWhere(
  { width, height }: Size,
  holds: (x: number, y: number, index: number) => boolean,
): RunLengthMask {
  const pixels = new Uint8Array(width * height);
  for (let index = 0; index < pixels.length; index += 1) {
    const [x, y] = [(index % width) + 0.5, Math.floor(index / width) + 0.5];
    pixels[index] = holds(x, y, index) ? 1 : 0;
  }
  return maskFromPixels(pixels, width, height);
}

/** How far a point is from the line between two others. */
export function distanceToLine(x: number, y: number, a: ImagePoint, b: ImagePoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - a.x) * dx + (y - a.y) * dy) / length;
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(x - a.x - at * dx, y - a.y - at * dy);
}

/** The pixels whose centre is within a distance of a way. */
export function pixelsNearWay(
  { width, height }: Size,
  way: readonly ImagePoint[],
  distance: number,
): RunLengthMask {
  const pixels = new Uint8Array(width * height);
  for (const [index, b] of way.entries()) {
    const a = way[Math.max(0, index - 1)] ?? b;
    const [left, right] = [Math.min(a.x, b.x) - distance, Math.max(a.x, b.x) + distance];
    const [top, bottom] = [Math.min(a.y, b.y) - distance, Math.max(a.y, b.y) + distance];
    for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, bottom); row += 1) {
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x += 1) {
        if (distanceToLine(x + 0.5, row + 0.5, a, b) <= distance) pixels[row * width + x] = 1;
      }
    }
  }
  return maskFromPixels(pixels, width, height);
}

/** Whether a polygon that does not cross itself goes around a point. */
export function isAround(corners: readonly ImagePoint[], x: number, y: number): boolean {
  let inside = false;
  for (const [index, a] of corners.entries()) {
    const b = corners[(index + 1) % corners.length] ?? a;
    if (a.y > y === b.y > y) continue;
    if (x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
  }
  return inside;
}

/** What side steps over matching pixels reach from one of them. */
export function reachedFrom(
  { width, height }: Size,
  seed: number,
  matches: (index: number) => boolean,
): RunLengthMask {
  const reached = new Uint8Array(width * height);
  const waiting = [seed];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (reached[index] !== 0 || !matches(index)) continue;
    reached[index] = 1;
    if (index % width > 0) waiting.push(index - 1);
    if (index % width < width - 1) waiting.push(index + 1);
    if (index >= width) waiting.push(index - width);
    if (index < width * (height - 1)) waiting.push(index + width);
  }
  return maskFromPixels(reached, width, height);
}
