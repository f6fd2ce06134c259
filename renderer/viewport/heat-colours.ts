import type { ProbabilityMap } from '../../shared/domain.js';
import { readProbabilities } from './probability-mask.js';
import { hexOf } from './segment-colours.js';

/**
 * What is drawn of a probability map: the probability itself, or how uncertain it is, the entropy
 * of yes and no in bits: 1 where both are as likely, 0 where the model is sure.
 */
export const heatKinds = ['probability', 'uncertainty'] as const;
export type HeatKind = (typeof heatKinds)[number];

type Stop = readonly [red: number, green: number, blue: number];

/**
 * Lightness rises all the way, so the order of values is seen without telling hues apart. Probability
 * is violet, which neither skin nor an outline is: amber and cyan lines stand out from it.
 */
const stops: Readonly<Record<HeatKind, readonly Stop[]>> = {
  probability: [
    [30, 16, 70],
    [70, 40, 140],
    [120, 84, 196],
    [176, 140, 232],
    [222, 196, 252],
  ],
  uncertainty: [
    [30, 10, 44],
    [108, 24, 110],
    [196, 54, 92],
    [242, 128, 54],
    [252, 240, 164],
  ],
};

/** Values below this fade out: most of a picture is none of either. */
const FADE_BELOW = 0.08;
const LEVELS = 256;

/** Colours from the value 0 to 1 as #rrggbb, evenly spaced, for a legend. */
export function heatStops(kind: HeatKind): string[] {
  return stops[kind].map(hexOf);
}

/**
 * A probability map in colours.
 * @returns RGBA, map.width * map.height * 4, not premultiplied
 * @throws AppError `bad-input` when the map's bytes do not fit its size.
 */
export function heatPixels(map: ProbabilityMap, kind: HeatKind): Uint8ClampedArray<ArrayBuffer> {
  const colours = table(kind);
  const probabilities = readProbabilities(map);
  const rgba = new Uint8ClampedArray(probabilities.length * 4);
  probabilities.forEach((probability, index) => {
    const value = kind === 'probability' ? probability : entropy(probability);
    const level = Math.round(value * (LEVELS - 1)) * 4;
    rgba.set(colours.subarray(level, level + 4), index * 4);
  });
  return rgba;
}

/** Bits of a yes-or-no with this probability of yes. */
export function entropy(probability: number): number {
  if (probability <= 0 || probability >= 1) return 0;
  const other = 1 - probability;
  return -(probability * Math.log2(probability) + other * Math.log2(other));
}

function table(kind: HeatKind): Uint8ClampedArray {
  const own = stops[kind];
  const colours = new Uint8ClampedArray(LEVELS * 4);
  for (let level = 0; level < LEVELS; level += 1) {
    const value = level / (LEVELS - 1);
    const position = value * (own.length - 1);
    const below = Math.min(own.length - 2, Math.floor(position));
    for (let channel = 0; channel < 3; channel += 1) {
      const from = own[below]?.[channel] ?? 0;
      const to = own[below + 1]?.[channel] ?? 0;
      colours[level * 4 + channel] = from + (to - from) * (position - below);
    }
    colours[level * 4 + 3] = 255 * Math.min(1, value / FADE_BELOW);
  }
  return colours;
}
