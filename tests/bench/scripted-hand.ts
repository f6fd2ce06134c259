import { keepLargest } from '../../shared/components.js';
import {
  intersectMasks,
  maskArea,
  unionMasks,
  xorMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { growMask, shrinkMask } from '../../shared/morphology.js';

/** What it took a hand to bring a mask near enough to another. */
export interface Effort {
  readonly strokes: number;
  /** Pixels that strokes changed. */
  readonly pixels: number;
  readonly seconds: number;
  /** Jaccard before the first and after the last stroke. */
  readonly before: number;
  readonly after: number;
}

/** A fixed model of a hand: the time to choose a brush and aim, and its speed on the screen. */
const AIM_SECONDS = 1.2;
const SPEED_PX = 500;
/** CSS pixels of the longer side of a picture that is shown whole. */
const SHOWN_PX = 1000;
const MOST_STROKES = 400;

/**
 * Corrects `mask` until its Jaccard with `truth` is at least `wanted`, always in the same way: the
 * largest area that is wrong is painted or rubbed with a brush of half the size of the largest disk
 * in it, in one pull over all places where the brush fits.
 */
export function correctByHand(mask: RunLengthMask, truth: RunLengthMask, wanted: number): Effort {
  const scale = SHOWN_PX / Math.max(truth.width, truth.height);
  const before = jaccard(mask, truth);
  let now = mask;
  let [strokes, pixels, seconds] = [0, 0, 0];
  while (jaccard(now, truth) < wanted && strokes < MOST_STROKES) {
    const wrong = keepLargest(xorMasks(now, truth));
    const radius = Math.floor(largestDisk(wrong) / 2);
    const centres = shrinkMask(wrong, radius);
    const painted = intersectMasks(growMask(centres, radius), wrong);
    now = xorMasks(now, painted);
    strokes += 1;
    pixels += maskArea(painted);
    // Lanes as wide as the brush.
    const length = (maskArea(centres) / (2 * radius + 1)) * scale;
    seconds += AIM_SECONDS + length / SPEED_PX;
  }
  return { strokes, pixels, seconds, before, after: jaccard(now, truth) };
}

function jaccard(a: RunLengthMask, b: RunLengthMask): number {
  const either = maskArea(unionMasks(a, b));
  return either === 0 ? 1 : maskArea(intersectMasks(a, b)) / either;
}

/** The largest radius at which a disk fits, by halving. */
function largestDisk(mask: RunLengthMask): number {
  let [fits, fails] = [0, 2];
  const fitsAt = (radius: number): boolean => maskArea(shrinkMask(mask, radius)) > 0;
  while (fails < mask.width && fitsAt(fails)) [fits, fails] = [fails, fails * 2];
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (fitsAt(middle)) fits = middle;
    else fails = middle;
  }
  return fits;
}
