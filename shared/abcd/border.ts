import { greyOf } from './grey.js';
import { centreOf, type LesionSample } from './lesion-sample.js';

/** Share of the change over the whole band that one quarter of it holds: from here abrupt. */
const ABRUPT_FROM = 0.6;
/** Grey values by which skin and lesion differ at least where a border can be abrupt. */
const LEAST_CONTRAST = 15;
/** Half the band looked at across the border, as a part of the radius of a disk of equal area. */
const BAND = 0.16;
/** Samples across the band, but one. */
const PARTS = 16;
const QUARTER = PARTS / 4;
const RAYS = 360;

interface Octant {
  readonly abrupt: boolean;
  /** 0..1, as ABRUPT_FROM; null where skin and lesion hardly differ or the picture ends. */
  readonly steepness: number | null;
}

export interface Border {
  readonly score: number;
  /** Of the lesion, in image pixels. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Image pixels from the centre that the octants reach. */
  readonly radius: number;
  /** Eight sectors of 45 degrees, from the x axis towards y (down). */
  readonly octants: readonly Octant[];
}

/**
 * How abruptly the pigment ends in each eighth of the border; null without a lesion. The steepest
 * quarter of the band counts wherever it lies, so a mask a little aside of the pigment's end does
 * not make it gradual.
 */
export function borderOf(sample: LesionSample): Border | null {
  const centre = centreOf(sample);
  if (centre === null) return null;
  const half = Math.max(2, BAND * Math.sqrt(centre.cells / Math.PI));
  const profiles = Array.from({ length: 8 }, () => ({
    sums: new Float64Array(PARTS + 1),
    rays: 0,
  }));
  let farthest = 0;
  for (let ray = 0; ray < RAYS; ray += 1) {
    const angle = ((ray + 0.5) * 2 * Math.PI) / RAYS;
    const edge = edgeAlong(sample, centre, angle);
    farthest = Math.max(farthest, edge);
    const profile = profiles[Math.floor((8 * ray) / RAYS)];
    const across = profileAlong(sample, centre, angle, edge, half);
    if (profile === undefined || across === null) continue;
    profile.rays += 1;
    across.forEach((grey, part) => (profile.sums[part] = (profile.sums[part] ?? 0) + grey));
  }
  const octants = profiles.map(({ sums, rays }) => octantOf(sums, rays));
  const { step } = sample;
  return {
    score: octants.filter(({ abrupt }) => abrupt).length,
    centre: { x: sample.x + centre.x * step, y: sample.y + centre.y * step },
    radius: farthest * step,
    octants,
  };
}

/** @param sums of the grey values of all rays, from inside to outside */
function octantOf(sums: Float64Array, rays: number): Octant {
  const whole = (sums[PARTS] ?? 0) - (sums[0] ?? 0);
  if (rays === 0 || whole / rays < LEAST_CONTRAST) return { abrupt: false, steepness: null };
  let steepest = 0;
  for (let part = 0; part + QUARTER <= PARTS; part += 1) {
    steepest = Math.max(steepest, (sums[part + QUARTER] ?? 0) - (sums[part] ?? 0));
  }
  const steepness = Math.min(1, steepest / whole);
  return { abrupt: steepness >= ABRUPT_FROM, steepness };
}

/** Grey values across the border from inside to outside; null where the picture ends. */
function profileAlong(
  { width, height, rgb }: LesionSample,
  centre: { x: number; y: number },
  angle: number,
  edge: number,
  half: number,
): number[] | null {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const greys: number[] = [];
  for (let part = 0; part <= PARTS; part += 1) {
    const distance = edge + half * ((2 * part) / PARTS - 1);
    const column = Math.floor(centre.x + distance * cos);
    const row = Math.floor(centre.y + distance * sin);
    if (column < 0 || row < 0 || column >= width || row >= height) return null;
    greys.push(greyOf(rgb, row * width + column));
  }
  return greys;
}

/** Distance from the centre to the outermost cell of the lesion in a direction, in cells. */
function edgeAlong(
  { width, height, lesion }: LesionSample,
  centre: { x: number; y: number },
  angle: number,
): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let edge = 0;
  for (let distance = 0; distance < width + height; distance += 0.5) {
    const column = Math.floor(centre.x + distance * cos);
    const row = Math.floor(centre.y + distance * sin);
    if (column < 0 || row < 0 || column >= width || row >= height) break;
    if (lesion[row * width + column] !== 0) edge = distance;
  }
  return edge;
}
