import { toRgba, type Colour } from './canvas.js';
import { paintHairs } from './hair.js';
import { lesionDepth, lesionMask, paintLesion, type LesionTraits } from './lesion.js';
import { paintBubbles, paintGrain, paintVignette } from './optics.js';
import { seededRandom } from '../../shared/random.js';
import { paintSkin } from './skin.js';

/** A dermoscopic picture that shows nobody, and the lesion's true mask, both row-major. */
export interface SyntheticPicture {
  width: number;
  height: number;
  /** Opaque 8-bit RGBA. */
  rgba: Uint8ClampedArray;
  /** 1 in the lesion, 0 elsewhere. */
  mask: Uint8Array;
}

interface Recipe {
  skin: Colour;
  lesion: LesionTraits;
  hairs: number;
  bubbles: number;
  vignette: number;
}

const lightBrown: Colour = [190, 135, 98];
const tan: Colour = [168, 112, 76];
const brown: Colour = [124, 76, 50];
const darkBrown: Colour = [84, 49, 36];
const black: Colour = [44, 30, 30];
const pink: Colour = [204, 128, 118];

/** Taken in turn by the seed, so that neighbouring seeds look different. */
const recipes: readonly Recipe[] = [
  {
    skin: [226, 184, 164],
    lesion: {
      radius: 0.29,
      elongation: 1.25,
      irregularity: 0.55,
      softness: 0.09,
      pigments: [lightBrown, tan, brown, darkBrown],
      network: 0.9,
      globules: 0,
      blueVeil: 0,
    },
    hairs: 9,
    bubbles: 3,
    vignette: 0.42,
  },
  {
    skin: [219, 170, 148],
    lesion: {
      radius: 0.28,
      elongation: 1.4,
      irregularity: 1,
      softness: 0.05,
      pigments: [tan, brown, darkBrown, black],
      network: 0.45,
      globules: 0.25,
      blueVeil: 1,
    },
    hairs: 4,
    bubbles: 6,
    vignette: 0.5,
  },
  {
    skin: [234, 198, 182],
    lesion: {
      radius: 0.2,
      elongation: 1.1,
      irregularity: 0.3,
      softness: 0.12,
      pigments: [lightBrown, tan, brown, brown],
      network: 0.2,
      globules: 1,
      blueVeil: 0,
    },
    hairs: 0,
    bubbles: 10,
    vignette: 0.3,
  },
  {
    skin: [208, 160, 134],
    lesion: {
      radius: 0.24,
      elongation: 1.7,
      irregularity: 0.75,
      softness: 0.07,
      pigments: [tan, brown, darkBrown, black],
      network: 0.6,
      globules: 0.4,
      blueVeil: 0.4,
    },
    hairs: 26,
    bubbles: 2,
    vignette: 0.55,
  },
  {
    skin: [228, 176, 162],
    lesion: {
      radius: 0.26,
      elongation: 1.2,
      irregularity: 0.65,
      softness: 0.1,
      pigments: [pink, pink, tan, darkBrown],
      network: 0.15,
      globules: 0.15,
      blueVeil: 0.25,
    },
    hairs: 6,
    bubbles: 4,
    vignette: 0.38,
  },
];

/** Paints from the back to the front: skin, lesion, hair, gel, lens, sensor. */
export function paintPicture(seed: number, width = 1200, height = 900): SyntheticPicture {
  const random = seededRandom(seed);
  const recipe = recipes[seed % recipes.length];
  if (recipe === undefined) throw new RangeError(`a seed is a whole number, not ${String(seed)}`);
  const canvas = paintSkin(width, height, recipe.skin, random);
  const depth = lesionDepth(width, height, recipe.lesion, random);
  paintLesion(canvas, depth, recipe.lesion, random);
  paintHairs(canvas, recipe.hairs, random);
  paintBubbles(canvas, recipe.bubbles, random);
  paintVignette(canvas, recipe.vignette);
  paintGrain(canvas, 2.2, random);
  return { width, height, rgba: toRgba(canvas), mask: lesionMask(depth) };
}
