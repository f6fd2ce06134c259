import type { PixelGuard } from './pixel-edit.js';
import type { ToolSettings } from './tool.js';

/** Pixels of the picture whose grey value (Rec. 601 luma) lies in the range, both ends included. */
export function greyGuard(picture: Uint8Array, { low, high }: ToolSettings['range']): PixelGuard {
  return (index) => {
    const grey = greyAt(picture, index);
    return grey >= low && grey <= high;
  };
}

/** Pixels that both allow. */
export function bothGuards(a: PixelGuard | null, b: PixelGuard | null): PixelGuard | null {
  if (a === null || b === null) return a ?? b;
  return (index) => a(index) && b(index);
}

/** Rec. 601 luma, 0..255, of the pixel with this index in RGBA. */
export function greyAt(picture: Uint8Array, index: number): number {
  const at = index * 4;
  const red = picture[at] ?? 0;
  const green = picture[at + 1] ?? 0;
  const blue = picture[at + 2] ?? 0;
  return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
}
/** Pixels inside, or only those outside, another segment. */
export function segmentGuard(pixels: Uint8Array, where: 'inside' | 'outside'): PixelGuard {
  const inside = where === 'inside';
  return (index) => (pixels[index] !== 0) === inside;
}
