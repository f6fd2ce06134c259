import type { Counts } from '../agreement.js';
import { forEachRun, intersectMasks, maskArea, maskFromPixels } from '../labelmap.js';
import type { RunLengthMask } from '../labelmap.js';

/** Pixel counts of two masks of one size, from their runs. Throws `bad-input` for other sizes. */
export function countMasks(predicted: RunLengthMask, truth: RunLengthMask): Counts {
  const tp = maskArea(intersectMasks(predicted, truth));
  const fp = maskArea(predicted) - tp;
  const fn = maskArea(truth) - tp;
  return { tp, fp, fn, tn: truth.width * truth.height - tp - fp - fn };
}

/**
 * The mask at another, usually smaller, size of the same whole field: a pixel is foreground where
 * at least half of its area was.
 */
export function resizeMask(mask: RunLengthMask, width: number, height: number): RunLengthMask {
  if (mask.width === width && mask.height === height) return mask;
  const scaleX = width / mask.width;
  const scaleY = height / mask.height;
  const covered = new Float64Array(width * height);
  forEachRun(mask, (start, length) => {
    const end = start + length;
    for (let from = start; from < end;) {
      const row = Math.floor(from / mask.width);
      const rowStart = row * mask.width;
      const to = Math.min(end, rowStart + mask.width);
      const [left, right] = [(from - rowStart) * scaleX, (to - rowStart) * scaleX];
      for (const [y, tall] of spread(row * scaleY, (row + 1) * scaleY, height)) {
        for (const [x, wide] of spread(left, right, width)) {
          const at = y * width + x;
          covered[at] = (covered[at] ?? 0) + tall * wide;
        }
      }
      from = to;
    }
  });
  // Sums of many small parts: half an area must not be missed by a rounding error.
  const half = 0.5 - 1e-9;
  return maskFromPixels(
    Uint8Array.from(covered, (area) => (area >= half ? 1 : 0)),
    width,
    height,
  );
}

/** The whole cells that an interval touches, each with the length of its part. */
function spread(from: number, to: number, cells: number): [cell: number, length: number][] {
  const parts: [number, number][] = [];
  for (let cell = Math.floor(from); cell < Math.min(cells, Math.ceil(to)); cell += 1) {
    const length = Math.min(to, cell + 1) - Math.max(from, cell);
    if (length > 0) parts.push([cell, length]);
  }
  return parts;
}
