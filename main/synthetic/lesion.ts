import { blend, shade, smoothstep, type Canvas, type Colour } from './canvas.js';
import { cellPattern, fractalNoise, type Field } from './noise.js';
import type { Random } from '../../shared/random.js';
import { between } from './random.js';

/** What makes one lesion look different from another; strengths are 0..1. */
export interface LesionTraits {
  /** Mean radius as a part of the picture's height. */
  radius: number;
  /** Longer over shorter axis. */
  elongation: number;
  /** How far the border departs from an ellipse. */
  irregularity: number;
  /** Half-width of the border's transition as a part of the radius: 0.02 sharp, 0.12 blurred. */
  softness: number;
  /** Pigment from the lightest to the darkest; at least two. */
  pigments: readonly Colour[];
  network: number;
  globules: number;
  blueVeil: number;
}

/**
 * How far a pixel is from the border, as a part of the local radius: negative inside. A radial
 * function of bent coordinates: as the bending is smooth the lesion stays one piece without holes.
 */
export function lesionDepth(
  width: number,
  height: number,
  traits: LesionTraits,
  random: Random,
): Field {
  const harmonics = Array.from({ length: 6 }, (_, index) => ({
    order: index + 2,
    size: (traits.irregularity * between(random, 0.4, 1) * 0.2) / (index + 1),
    phase: between(random, 0, 2 * Math.PI),
  }));
  const bend = { cell: height / 4.5, octaves: 5, gain: 0.48 };
  const bendX = fractalNoise(width, height, bend, random);
  const bendY = fractalNoise(width, height, bend, random);
  const reach = height * (0.05 + 0.1 * traits.irregularity);
  const centreX = width * between(random, 0.46, 0.54);
  const centreY = height * between(random, 0.46, 0.54);
  const turn = between(random, 0, Math.PI);
  const cosine = Math.cos(turn);
  const sine = Math.sin(turn);
  const stretch = Math.sqrt(traits.elongation);
  const radius = height * traits.radius;

  const steps = 2048;
  const radii = Float32Array.from({ length: steps }, (_, step) => {
    const angle = (step / steps) * 2 * Math.PI;
    const waves = harmonics.map(({ order, size, phase }) => size * Math.cos(order * angle + phase));
    return radius * (1 + waves.reduce((sum, wave) => sum + wave, 0));
  });

  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const dx = x - centreX + (bendX.values[at] ?? 0) * reach;
      const dy = y - centreY + (bendY.values[at] ?? 0) * reach;
      const along = (dx * cosine + dy * sine) / stretch;
      const aside = (dy * cosine - dx * sine) * stretch;
      const step = Math.floor(((Math.atan2(aside, along) / (2 * Math.PI) + 1) % 1) * steps);
      values[at] = Math.sqrt(along * along + aside * aside) / (radii[step] ?? radius) - 1;
    }
  }
  return { width, height, values };
}

/** The true mask: 1 where the pixel's depth is inside the border. */
export function lesionMask(depth: Field): Uint8Array {
  const mask = new Uint8Array(depth.values.length);
  for (let at = 0; at < mask.length; at += 1) mask[at] = (depth.values[at] ?? 0) < 0 ? 1 : 0;
  return mask;
}

function pigmentAt(pigments: readonly Colour[], darkness: number): Colour {
  const position = Math.min(0.999, Math.max(0, darkness)) * (pigments.length - 1);
  const index = Math.floor(position);
  const light = pigments[index];
  const dark = pigments[index + 1];
  if (light === undefined || dark === undefined) throw new RangeError('two pigments are needed');
  const t = position - index;
  return [
    light[0] + (dark[0] - light[0]) * t,
    light[1] + (dark[1] - light[1]) * t,
    light[2] + (dark[2] - light[2]) * t,
  ];
}

const blueGrey: Colour = [104, 113, 134];
const networkBrown: Colour = [74, 42, 28];

/** Pigment, network, globules and blue-grey veil, strongest inside, fading over the soft border. */
export function paintLesion(
  canvas: Canvas,
  depth: Field,
  traits: LesionTraits,
  random: Random,
): void {
  const { width, height } = canvas;
  const broad = { cell: height / 5, octaves: 5, gain: 0.58 };
  const tone = fractalNoise(width, height, broad, random);
  const patches = fractalNoise(width, height, broad, random);
  const specks = fractalNoise(width, height, { cell: 24, octaves: 4, gain: 0.75 }, random);
  const shift = { cell: 60, octaves: 2, gain: 0.5 };
  const shiftX = fractalNoise(width, height, shift, random);
  const shiftY = fractalNoise(width, height, shift, random);
  const meshes = cellPattern(width, height, height / 62, random);
  for (let at = 0; at < width * height; at += 1) {
    const inside = -(depth.values[at] ?? 0);
    const patch = patches.values[at] ?? 0;
    const softness = traits.softness * (1 + 0.8 * patch);
    const cover = smoothstep(-softness, softness, inside);
    if (cover === 0) continue;
    const grain = tone.values[at] ?? 0;
    const speck = specks.values[at] ?? 0;
    const darkness = 0.3 + 0.3 * smoothstep(0, 0.75, inside) + 0.8 * grain + 0.2 * speck;
    blend(canvas, at, pigmentAt(traits.pigments, darkness), cover * 0.9);
    shade(canvas, at, 1 + cover * 0.14 * speck);
    const veil = traits.blueVeil * smoothstep(0.12, 0.4, patch) * smoothstep(0.15, 0.45, inside);
    if (veil > 0) blend(canvas, at, blueGrey, veil * 0.7);
    const meshX = (at % width) + (shiftX.values[at] ?? 0) * 14;
    const meshY = Math.floor(at / width) + (shiftY.values[at] ?? 0) * 14;
    const line = 1 - smoothstep(0, 0.62, meshes(meshX, meshY));
    const place = smoothstep(0.4, -0.2, grain) * (0.45 + 0.55 * smoothstep(-0.3, 0.2, patch));
    const mesh = traits.network * line * place * (1 - veil);
    blend(canvas, at, networkBrown, cover * mesh * (0.7 - 0.35 * smoothstep(0.3, 0.8, inside)));
  }
  paintGlobules(canvas, depth, traits.globules, random);
}

/** Round brown dots of a few pixels, only where there is lesion. */
function paintGlobules(canvas: Canvas, depth: Field, density: number, random: Random): void {
  const { width, height } = canvas;
  const count = Math.round(density * 900);
  for (let globule = 0; globule < count; globule += 1) {
    const x = Math.floor(random() * width);
    const y = Math.floor(random() * height);
    if ((depth.values[y * width + x] ?? 1) > -0.1) continue;
    const radius = between(random, 2, 7);
    const strength = between(random, 0.2, 0.6);
    const reach = Math.ceil(radius + 2);
    for (let py = Math.max(0, y - reach); py <= Math.min(height - 1, y + reach); py += 1) {
      for (let px = Math.max(0, x - reach); px <= Math.min(width - 1, x + reach); px += 1) {
        const away = Math.hypot(px - x, py - y);
        const alpha = strength * smoothstep(radius + 2, radius * 0.3, away);
        if (alpha > 0) blend(canvas, py * width + px, [62, 36, 27], alpha);
      }
    }
  }
}
