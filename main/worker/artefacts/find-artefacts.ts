import { artefactIds, type ArtefactId } from '../../../shared/domain.js';
import type { RunLengthMask } from '../../../shared/labelmap.js';
import { PROBABILITY_ONE, nativeMask } from '../postprocess.js';
import type { RgbPicture } from '../preprocess.js';
import { resizeRgb } from '../resize.js';
import { findBubbles } from './bubbles.js';
import { findHair } from './hair.js';
import { brightestChannel, darkestChannel, type Plane } from './plane.js';
import { regionsOf, type Region } from './regions.js';
import { findRulers } from './rulers.js';
import { findVignette } from './vignette.js';

/** The search is done on a picture of at most so many pixels along its longer side. */
const LONGEST_SIDE = 768;

/**
 * What lies over the skin in a picture, by image processing alone: one mask a kind, at the picture's
 * native size. What is dark around the field is no hair and no ruler.
 */
export function findArtefacts({
  rgb,
  width,
  height,
}: RgbPicture): { segment: ArtefactId; mask: RunLengthMask }[] {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const small = scale === 1 ? rgb : resizeRgb(rgb, width, height, size.width, size.height);
  const brightest = brightestChannel(small, size);
  const vignette = findVignette(brightest);
  const strips = findRulers(brightest);
  const hair = findHair(brightest);
  // The line that ticks stand on, and long ticks, are thin and dark as hair is.
  const ofRuler = regionsOf(hair).filter(
    ({ pixels }) => 2 * pixels.filter((pixel) => strips.values[pixel] === 1).length > pixels.length,
  );
  const ruler = withRegions(strips, ofRuler);
  const bubbles = findBubbles(brightest, darkestChannel(small, size));
  const found: Record<ArtefactId, Plane> = {
    hair: without(without(hair, ruler), vignette),
    ruler: without(ruler, vignette),
    bubble: without(without(bubbles, ruler), vignette),
    vignette,
  };
  return artefactIds.map((segment) => ({
    segment,
    mask: atNativeSize(found[segment], width, height),
  }));
}

function withRegions({ width, height, values }: Plane, regions: readonly Region[]): Plane {
  const joined = values.slice();
  for (const { pixels } of regions) for (const pixel of pixels) joined[pixel] = 1;
  return { width, height, values: joined };
}

function without({ width, height, values }: Plane, other: Plane): Plane {
  return {
    width,
    height,
    values: values.map((value, pixel) => (other.values[pixel] === 0 ? value : 0)),
  };
}

/** Enlarged by bilinear interpolation, so that borders are not steps. */
function atNativeSize(plane: Plane, width: number, height: number): RunLengthMask {
  const values = Uint16Array.from(plane.values, (value) => (value === 0 ? 0 : PROBABILITY_ONE));
  return nativeMask({ width: plane.width, height: plane.height, values }, width, height, 0.5);
}
