import { percentile } from '../bootstrap.js';
import { AppError } from '../errors.js';
import { maskToPixels, type RunLengthMask } from '../labelmap.js';

/** Agreement of two outlines; the first and last defined as in models/training/metrics.py. */
export interface BoundaryAgreement {
  /** The greater of the two directed 95 % distances between the outlines, in pixels. */
  readonly hausdorff95: number;
  /** Mean over the pixels of both outlines of the distance to the other outline, in pixels. */
  readonly meanSurfaceDistance: number;
  /** Share of both outlines' pixels within 2 px of the other outline. */
  readonly surfaceDice: number;
}

export const boundaryDefinitions = {
  hausdorff95:
    'mean over pictures of the greater of the two directed 95 % distances between the outlines, in pixels of 256 x 256; the field’s diagonal where only one mask is empty',
  meanSurfaceDistance:
    'mean over pictures of the mean distance of both outlines’ pixels to the other outline, in pixels of 256 x 256; the field’s diagonal where only one mask is empty',
  surfaceDice:
    'mean over pictures of the share of both outlines within 2 px of the other one, at 256 x 256',
} as const;

const TOLERANCE_PX = 2;

/**
 * Compare two masks of one size. Every outline pixel is held against all of the other outline, so
 * this is meant for masks of about 256 x 256. Throws `bad-input` when the sizes differ.
 */
export function boundaryAgreement(a: RunLengthMask, b: RunLengthMask): BoundaryAgreement {
  if (a.width !== b.width || a.height !== b.height) {
    throw new AppError('bad-input', 'outlines can be compared only of masks of one size');
  }
  const [outlineA, outlineB] = [outlineOf(a), outlineOf(b)];
  if (outlineA.length === 0 || outlineB.length === 0) {
    const equal = outlineA.length === outlineB.length;
    const farthest = equal ? 0 : Math.hypot(a.width, a.height);
    const surfaceDice = equal ? 1 : 0;
    return { hausdorff95: farthest, meanSurfaceDistance: farthest, surfaceDice };
  }
  const there = distances(outlineA, outlineB);
  const back = distances(outlineB, outlineA);
  const both = [...there, ...back];
  const near = both.filter((distance) => distance <= TOLERANCE_PX).length;
  return {
    hausdorff95: Math.max(percentile(there, 0.95), percentile(back, 0.95)),
    meanSurfaceDistance: both.reduce((sum, distance) => sum + distance, 0) / both.length,
    surfaceDice: near / both.length,
  };
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Foreground pixels with a background pixel or the field's edge beside them. */
function outlineOf(mask: RunLengthMask): Pixel[] {
  const { width, height } = mask;
  const pixels = maskToPixels(mask);
  const outline: Pixel[] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (pixels[at] === 0) continue;
      const onEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
      const enclosed =
        !onEdge &&
        pixels[at - 1] === 1 &&
        pixels[at + 1] === 1 &&
        pixels[at - width] === 1 &&
        pixels[at + width] === 1;
      if (!enclosed) outline.push({ x, y });
    }
  }
  return outline;
}

/** For each pixel of one outline the distance to the nearest of the other, in rising order. */
function distances(from: readonly Pixel[], to: readonly Pixel[]): Float64Array {
  const nearest = Float64Array.from(from, ({ x, y }) => {
    let smallest = Number.POSITIVE_INFINITY;
    for (const other of to) {
      const squared = (x - other.x) ** 2 + (y - other.y) ** 2;
      if (squared < smallest) smallest = squared;
    }
    return Math.sqrt(smallest);
  });
  return nearest.sort();
}
