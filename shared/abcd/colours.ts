import { greyOf } from './grey.js';
import { labOf } from './lab.js';
import type { LesionSample } from './lesion-sample.js';

/** The six colours of the rule, each with the value in sRGB that stands for it. */
export const abcdColours = {
  white: [238, 230, 224],
  red: [190, 72, 70],
  'light-brown': [186, 132, 92],
  'dark-brown': [98, 58, 38],
  'blue-grey': [108, 116, 134],
  black: [36, 29, 29],
} as const;
export type AbcdColour = keyof typeof abcdColours;
const names = Object.keys(abcdColours) as AbcdColour[];
const references = names.map((name) => {
  const [red, green, blue] = abcdColours[name];
  return { name, lab: labOf(red, green, blue) };
});

/** Share of the lesion that a colour has to cover. */
const LEAST_SHARE = 0.05;

export interface Colours {
  readonly score: number;
  readonly found: readonly AbcdColour[];
  /** Which colour each cell of the sample has: its place in the list above, from 1; 0 outside. */
  readonly cells: Uint8Array;
}

/**
 * The colours of the rule that cover a part of the lesion; each cell has the nearest of them. White
 * is only what is lighter than the skin around.
 */
export function coloursOf({ rgb, lesion }: LesionSample): Colours {
  const cells = new Uint8Array(lesion.length);
  const counts = names.map(() => 0);
  const skin = greyAround(rgb, lesion);
  let area = 0;
  lesion.forEach((inside, index) => {
    if (inside === 0) return;
    const nearest = nearestColour(rgb, index, greyOf(rgb, index) > skin);
    cells[index] = nearest + 1;
    counts[nearest] = (counts[nearest] ?? 0) + 1;
    area += 1;
  });
  if (area === 0) return { score: 0, found: [], cells };
  const counted = counts.map((count) => count >= LEAST_SHARE * area);
  // What is too little to count is not shown either.
  cells.forEach((colour, index) => {
    if (colour > 0 && counted[colour - 1] !== true) cells[index] = 0;
  });
  const found = names.filter((_name, index) => counted[index]);
  return { score: found.length, found, cells };
}

/** Median grey value outside the lesion, which dark corners and hairs hardly move; 0 without any. */
function greyAround(rgb: Uint8Array, lesion: Uint8Array): number {
  const histogram = new Uint32Array(256);
  let outside = 0;
  lesion.forEach((inside, index) => {
    if (inside !== 0) return;
    const grey = Math.round(greyOf(rgb, index));
    histogram[grey] = (histogram[grey] ?? 0) + 1;
    outside += 1;
  });
  if (outside === 0) return 0;
  let below = 0;
  return histogram.findIndex((count) => (below += count) >= outside / 2);
}

/** Nearest in CIELAB: in sRGB, a brown between light and dark would lie nearest to red. */
function nearestColour(rgb: Uint8Array, cell: number, mayBeWhite: boolean): number {
  const [lightness, a, b] = labOf(
    rgb[3 * cell] ?? 0,
    rgb[3 * cell + 1] ?? 0,
    rgb[3 * cell + 2] ?? 0,
  );
  let [nearest, least] = [0, Infinity];
  references.forEach(({ name, lab }, index) => {
    if (name === 'white' && !mayBeWhite) return;
    const distance = (lightness - lab[0]) ** 2 + (a - lab[1]) ** 2 + (b - lab[2]) ** 2;
    if (distance < least) [nearest, least] = [index, distance];
  });
  return nearest;
}
