import type { Rect } from '../../../shared/labelmap.js';
import type { Plane } from './plane.js';

/** Pixels that hang together, at sides or corners. */
export interface Region {
  readonly pixels: readonly number[];
  readonly bounds: Rect;
}

/** The connected parts of what is not 0. */
export function regionsOf({ width, height, values }: Plane): Region[] {
  const seen = new Uint8Array(values.length);
  const regions: Region[] = [];
  for (let first = 0; first < values.length; first += 1) {
    if (values[first] === 0 || seen[first] === 1) continue;
    seen[first] = 1;
    const pixels = [first];
    let [left, right, top, bottom] = [width, -1, height, -1];
    for (let next = 0; next < pixels.length; next += 1) {
      const pixel = pixels[next] ?? 0;
      const x = pixel % width;
      const y = (pixel - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
          const near = row * width + column;
          if (values[near] === 0 || seen[near] === 1) continue;
          seen[near] = 1;
          pixels.push(near);
        }
      }
    }
    const bounds = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
    regions.push({ pixels, bounds });
  }
  return regions;
}
