import { centreOf, type LesionSample } from './lesion-sample.js';

/** Share of the lesion without a mirror image beyond which an axis counts as asymmetric. */
const CONTOUR_FROM = 0.12;
/** Mean difference of mirrored parts beyond which an axis counts as asymmetric, in grey levels. */
const COLOUR_FROM = 20;
/** Parts of which mirrored colours are compared, along the radius of a disk of equal area. */
const PARTS = 4;
/** Directions that are tried for the first axis; the second is at right angles to it. */
const DIRECTIONS = 18;

interface Axis {
  /** Direction in radians, from the x axis towards y (down). */
  readonly angle: number;
  /** Share of the lesion whose mirror image over this axis lies outside of it, 0..1. */
  readonly contour: number;
  /** Mean absolute difference of the parts that mirror each other, 0..255 a channel. */
  readonly colour: number;
  readonly asymmetric: boolean;
}

export interface Asymmetry {
  readonly score: number;
  /** Of the lesion, in image pixels. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Two axes at right angles. */
  readonly axes: readonly [Axis, Axis];
}

/**
 * Asymmetry in contour and colours over the pair of axes, at right angles through the centre, over
 * which the lesion is least asymmetric, as the rule lays them. Null without a lesion.
 */
export function asymmetryOf(sample: LesionSample): Asymmetry | null {
  const centre = centreOf(sample);
  if (centre === null) return null;
  const { step } = sample;
  const first = principalAngle(sample, centre);
  let best: readonly [Axis, Axis] | null = null;
  for (let turn = 0; turn < DIRECTIONS; turn += 1) {
    const angle = first + (turn * Math.PI) / 2 / DIRECTIONS;
    const axes = [
      axisAt(sample, centre, angle),
      axisAt(sample, centre, angle + Math.PI / 2),
    ] as const;
    if (best === null || badness(axes) < badness(best)) best = axes;
  }
  return (
    best && {
      score: scoreOf(best),
      centre: { x: sample.x + centre.x * step, y: sample.y + centre.y * step },
      axes: best,
    }
  );
}

function scoreOf(axes: readonly Axis[]): number {
  return axes.filter(({ asymmetric }) => asymmetric).length;
}

/** The score decides; among equals, how far the halves differ. */
function badness(axes: readonly Axis[]): number {
  const apart = axes.map(({ contour, colour }) => contour / CONTOUR_FROM + colour / COLOUR_FROM);
  return 1000 * scoreOf(axes) + apart.reduce((sum, one) => sum + one, 0);
}

interface Centre {
  readonly cells: number;
  readonly x: number;
  readonly y: number;
}

/** Direction in which the lesion's area is longest. */
function principalAngle({ width, lesion }: LesionSample, centre: Centre): number {
  let [xx, yy, xy] = [0, 0, 0];
  lesion.forEach((inside, index) => {
    if (inside === 0) return;
    const dx = (index % width) + 0.5 - centre.x;
    const dy = Math.floor(index / width) + 0.5 - centre.y;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  });
  return Math.atan2(2 * xy, xx - yy) / 2;
}

function axisAt(sample: LesionSample, centre: Centre, angle: number): Axis {
  const contour = contourOver(sample, centre, angle);
  const colour = colourOver(sample, centre, angle);
  return { angle, contour, colour, asymmetric: contour > CONTOUR_FROM || colour > COLOUR_FROM };
}

function contourOver(
  { width, height, lesion }: LesionSample,
  centre: Centre,
  angle: number,
): number {
  const [cos, sin] = [Math.cos(2 * angle), Math.sin(2 * angle)];
  let without = 0;
  lesion.forEach((inside, index) => {
    if (inside === 0) return;
    const dx = (index % width) + 0.5 - centre.x;
    const dy = Math.floor(index / width) + 0.5 - centre.y;
    const column = Math.floor(centre.x + dx * cos + dy * sin);
    const row = Math.floor(centre.y + dx * sin - dy * cos);
    const there = column >= 0 && row >= 0 && column < width && row < height;
    if (!there || lesion[row * width + column] === 0) without += 1;
  });
  return without / centre.cells;
}

/** Parts are squares in the axis's own directions, so that noise and single hairs do not count. */
function colourOver(
  { width, height, lesion, rgb }: LesionSample,
  centre: Centre,
  angle: number,
): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const edge = Math.max(1, Math.sqrt(centre.cells / Math.PI) / PARTS);
  const reach = Math.ceil(Math.hypot(width, height) / edge) + 1;
  /** For each part: count, red, green and blue of one side, then of the other. */
  const sums = new Float64Array(8 * reach * 2 * reach);
  lesion.forEach((inside, index) => {
    if (inside === 0) return;
    const dx = (index % width) + 0.5 - centre.x;
    const dy = Math.floor(index / width) + 0.5 - centre.y;
    const across = (dy * cos - dx * sin) / edge;
    const along = Math.floor((dx * cos + dy * sin) / edge) + reach;
    const part = Math.floor(Math.abs(across)) * 2 * reach + along;
    const at = 8 * part + (across < 0 ? 4 : 0);
    sums[at] = (sums[at] ?? 0) + 1;
    for (let channel = 0; channel < 3; channel += 1) {
      const to = at + 1 + channel;
      sums[to] = (sums[to] ?? 0) + (rgb[3 * index + channel] ?? 0);
    }
  });
  let [weights, difference] = [0, 0];
  for (let at = 0; at < sums.length; at += 8) {
    const [here = 0, there = 0] = [sums[at], sums[at + 4]];
    const weight = Math.min(here, there);
    if (weight === 0) continue;
    weights += weight;
    for (let channel = 1; channel <= 3; channel += 1) {
      const apart = (sums[at + channel] ?? 0) / here - (sums[at + 4 + channel] ?? 0) / there;
      difference += (weight * Math.abs(apart)) / 3;
    }
  }
  return weights === 0 ? 0 : difference / weights;
}
