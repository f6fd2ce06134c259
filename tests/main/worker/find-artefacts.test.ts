import { describe, expect, test } from 'vitest';
import {
  blend,
  smoothstep,
  toRgba,
  type Canvas,
  type Colour,
} from '../../../main/synthetic/canvas.js';
import { paintHairs } from '../../../main/synthetic/hair.js';
import { lesionDepth, paintLesion } from '../../../main/synthetic/lesion.js';
import { paintBubbles, paintGrain, paintVignette } from '../../../main/synthetic/optics.js';
import { paintSkin } from '../../../main/synthetic/skin.js';
import { findArtefacts } from '../../../main/worker/artefacts/find-artefacts.js';
import type { ArtefactId } from '../../../shared/domain.js';
import {
  emptyMask,
  intersectMasks,
  maskArea,
  maskFromPixels,
  subtractMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import { fillHoles } from '../../../shared/components.js';
import { growMask } from '../../../shared/morphology.js';
import { seededRandom } from '../../../shared/random.js';

const [width, height] = [800, 600];
/** Levels by which paint changes a pixel that the eye sees as changed. */
const SEEN = 24;
const BORDER_PX = 3;

const traits = {
  radius: 0.24,
  elongation: 1.5,
  irregularity: 0.7,
  softness: 0.07,
  pigments: [
    [190, 135, 98],
    [168, 112, 76],
    [124, 76, 50],
    [84, 49, 36],
  ] as Colour[],
  network: 0.8,
  globules: 0.3,
  blueVeil: 0.3,
};

/** Skin with a lesion that has a pigment network, and nothing over it. */
function paintBare(): Canvas {
  const random = seededRandom(3);
  const canvas = paintSkin(width, height, [222, 178, 156], random);
  paintLesion(canvas, lesionDepth(width, height, traits, random), traits, random);
  return canvas;
}

const bare = paintBare();

function copyOfBare(): Canvas {
  return { width, height, rgb: bare.rgb.slice() };
}

/** The pixels that paint changed. */
function changed(canvas: Canvas): RunLengthMask {
  const pixels = new Uint8Array(width * height);
  for (const [at, value] of canvas.rgb.entries()) {
    if (Math.abs(value - (bare.rgb[at] ?? 0)) > SEEN) pixels[Math.floor(at / 3)] = 1;
  }
  return maskFromPixels(pixels, width, height);
}

function found(canvas: Canvas): Record<ArtefactId, RunLengthMask> {
  const rgba = toRgba(canvas);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    rgb.set(rgba.subarray(4 * pixel, 4 * pixel + 3), 3 * pixel);
  }
  const masks = new Map(
    findArtefacts({ rgb, width, height }).map(({ segment, mask }) => [segment, mask]),
  );
  const of = (id: ArtefactId) => masks.get(id) ?? emptyMask(width, height);
  return { hair: of('hair'), ruler: of('ruler'), bubble: of('bubble'), vignette: of('vignette') };
}

/** The ticks of a ruler, every fifth longer, 16 pixels apart; tells which pixels they are. */
function paintTicks(canvas: Canvas): RunLengthMask {
  const pixels = new Uint8Array(width * height);
  for (let tick = 0; tick < 24; tick += 1) {
    for (let y = 540; y < (tick % 5 === 0 ? 562 : 554); y += 1) {
      for (const x of [120 + 16 * tick, 121 + 16 * tick]) {
        blend(canvas, y * width + x, [60, 60, 60], 0.8);
        pixels[y * width + x] = 1;
      }
    }
  }
  return maskFromPixels(pixels, width, height);
}

/** Share of `of` that lies within `within` or at most BORDER_PX beside it. */
function share(of: RunLengthMask, within: RunLengthMask): number {
  return maskArea(intersectMasks(of, growMask(within, BORDER_PX))) / Math.max(1, maskArea(of));
}

describe('the search for artefacts', () => {
  test('finds the hair that was painted over skin and lesion', () => {
    const canvas = copyOfBare();
    paintHairs(canvas, 12, seededRandom(11));
    const truth = changed(canvas);
    paintGrain(canvas, 2.2, seededRandom(11));
    const { hair } = found(canvas);
    // Measured: 0.99 and 0.88; the rest is a furrow or a line of the network here and there.
    expect(share(truth, hair)).toBeGreaterThan(0.95);
    expect(share(hair, truth)).toBeGreaterThan(0.83);
  });

  test('finds where the light falls below 0.6 towards the rim', () => {
    const strength = 0.65;
    const canvas = copyOfBare();
    paintVignette(canvas, strength);
    paintGrain(canvas, 2.2, seededRandom(5));
    const dark = new Uint8Array(width * height);
    const half = Math.hypot(width, height) / 2;
    for (let pixel = 0; pixel < dark.length; pixel += 1) {
      const away = Math.hypot((pixel % width) - width / 2, Math.floor(pixel / width) - height / 2);
      if (1 - strength * smoothstep(0.45, 1.05, away / half) < 0.6) dark[pixel] = 1;
    }
    const truth = maskFromPixels(dark, width, height);
    const { vignette } = found(canvas);
    // Measured at strengths 0.55 and 0.75: recall 0.99 and 1.00, precision 0.92 both.
    expect(share(truth, vignette)).toBeGreaterThan(0.95);
    expect(share(vignette, truth)).toBeGreaterThan(0.88);
  });

  test('finds bubbles with their ring, and the ticks of a ruler, which are no hair', () => {
    const canvas = copyOfBare();
    paintBubbles(canvas, 14, seededRandom(7));
    const bubbles = fillHoles(growMask(changed(canvas), 2));
    const ticks = paintTicks(canvas);
    paintGrain(canvas, 2.2, seededRandom(5));
    const { bubble, ruler, hair } = found(canvas);
    // Measured: 0.90 and 1.00.
    expect(share(subtractMasks(bubbles, ticks), bubble)).toBeGreaterThan(0.8);
    expect(share(bubble, bubbles)).toBeGreaterThan(0.95);
    expect(share(ticks, ruler)).toBeGreaterThan(0.95);
    expect(maskArea(intersectMasks(hair, ticks))).toBe(0);
  });

  test('finds next to nothing where nothing lies over the skin', () => {
    const canvas = copyOfBare();
    paintGrain(canvas, 2.2, seededRandom(3));
    const { hair, ...others } = found(canvas);
    // Measured: 0.4 % of the picture, in the lesion's network.
    expect(maskArea(hair) / (width * height)).toBeLessThan(0.008);
    for (const mask of Object.values(others)) expect(maskArea(mask)).toBe(0);
  });

  test('answers at the native size of a picture of any shape', () => {
    for (const [wide, high] of [
      [1, 1],
      [3, 900],
      [2000, 31],
    ] as const) {
      const rgb = new Uint8Array(wide * high * 3).fill(200);
      for (const { mask } of findArtefacts({ rgb, width: wide, height: high })) {
        expect([mask.width, mask.height, maskArea(mask)]).toEqual([wide, high, 0]);
      }
    }
  });
});
