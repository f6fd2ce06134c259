import { bottomHat, type Plane } from './plane.js';

/** Strips are this share of the shorter side, windows along them this share of the longer. */
const STRIP = 0.025;
const WINDOW = 0.24;
/** Distances between ticks, in pixels of a picture whose longer side is 768. */
const NEAREST = 5;
const FARTHEST = 48;
/** Ticks in a window, correlation of its profile with itself one and two ticks on, and its contrast. */
const FEWEST_TICKS = 5;
const PERIODIC = 0.6;
const CONTRAST = 2.5;

/** Rulers lie askew by so many rows a column at most. */
const SLOPES = [-0.16, -0.08, 0, 0.08, 0.16];

/**
 * Rulers: thin dark ticks at even distances along a row or column, or nearly so. A strip is a ruler's
 * where its profile repeats itself (autocorrelation) over several ticks.
 *
 * @param brightest of the picture reduced to a longer side of at most 768
 * @returns 1 on the strips with ticks, 0 elsewhere
 */
export function findRulers(brightest: Plane): Plane {
  const { width, height } = brightest;
  const ticks = bottomHat(brightest, 5);
  const found = { width, height, values: new Uint8Array(width * height) };
  for (const slope of SLOPES) {
    for (const upright of [false, true]) findAlong(ticks, { slope, upright }, found);
  }
  return found;
}

interface Course {
  /** Rows a column, or of upright strips columns a row. */
  readonly slope: number;
  readonly upright: boolean;
}

function findAlong(ticks: Plane, { slope, upright }: Course, found: Plane): void {
  const { width, height } = ticks;
  const [along, across] = upright ? [height, width] : [width, height];
  const [alongStep, acrossStep] = upright ? [width, 1] : [1, width];
  const size = Math.max(6, Math.round(STRIP * Math.min(width, height)));
  const length = Math.round(WINDOW * Math.max(width, height));
  const shift = Int32Array.from({ length: along }, (_, a) => Math.round(slope * (a - along / 2)));
  for (let from = -size; from < across; from += Math.floor(size / 2)) {
    const profile = new Float64Array(along);
    for (let a = 0; a < along; a += 1) {
      const first = from + (shift[a] ?? 0);
      for (let b = Math.max(0, first); b < Math.min(across, first + size); b += 1) {
        const tick = ticks.values[a * alongStep + b * acrossStep] ?? 0;
        profile[a] = (profile[a] ?? 0) + tick / size;
      }
    }
    for (let start = 0; start + length <= along; start += Math.ceil((length + 1) / 4)) {
      const part = profile.subarray(start, start + length);
      const [firstTick, lastTick] = isPeriodic(part) ? extentOf(part) : [0, -1];
      for (let a = start + firstTick; a <= start + lastTick; a += 1) {
        const first = from + (shift[a] ?? 0);
        for (let b = Math.max(0, first); b < Math.min(across, first + size); b += 1) {
          found.values[a * alongStep + b * acrossStep] = 1;
        }
      }
    }
  }
}

/** First and last place of a profile that stand out as ticks do. */
function extentOf(profile: Float64Array): [number, number] {
  const half = profile.reduce((highest, value) => Math.max(highest, value), 0) / 2;
  return [
    profile.findIndex((value) => value > half),
    profile.findLastIndex((value) => value > half),
  ];
}

function isPeriodic(profile: Float64Array): boolean {
  const mean = profile.reduce((sum, value) => sum + value, 0) / profile.length;
  const centred = profile.map((value) => value - mean);
  const power = centred.reduce((sum, value) => sum + value * value, 0);
  if (Math.sqrt(power / profile.length) < CONTRAST) return false;
  const correlation = (lag: number): number => {
    let sum = 0;
    for (let index = 0; index + lag < centred.length; index += 1) {
      sum += (centred[index] ?? 0) * (centred[index + lag] ?? 0);
    }
    return (sum / power) * (centred.length / (centred.length - lag));
  };
  const farthest = Math.min(FARTHEST, Math.floor(profile.length / FEWEST_TICKS));
  for (let lag = NEAREST; lag <= farthest; lag += 1) {
    const here = correlation(lag);
    if (here < PERIODIC || here < correlation(lag - 1) || here < correlation(lag + 1)) continue;
    if (correlation(2 * lag) >= PERIODIC && correlation(Math.round(1.5 * lag)) < 0.15) return true;
  }
  return false;
}
