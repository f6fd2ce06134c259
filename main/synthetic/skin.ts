import { shade, smoothstep, type Canvas, type Colour } from './canvas.js';
import { cellPattern, fractalNoise, sampledField } from './noise.js';
import type { Random } from '../../shared/random.js';

/** Bare skin: uneven redness, a net of fine furrows and grain. */
export function paintSkin(width: number, height: number, tone: Colour, random: Random): Canvas {
  const canvas = { width, height, rgb: new Float32Array(width * height * 3) };
  const broad = { cell: height / 3, octaves: 5, gain: 0.5 };
  const redness = fractalNoise(width, height, broad, random);
  const light = fractalNoise(width, height, broad, random);
  const grain = fractalNoise(width, height, { cell: 5, octaves: 2, gain: 0.8 }, random);
  const shift = { cell: 90, octaves: 3, gain: 0.6 };
  const shiftX = fractalNoise(width, height, shift, random);
  const shiftY = fractalNoise(width, height, shift, random);
  const cells = cellPattern(width, height, height / 46, random);
  const furrows = sampledField(width, height, 2, (x, y) => {
    const at = Math.min(height - 1, y) * width + Math.min(width - 1, x);
    return cells(x + (shiftX.values[at] ?? 0) * 30, y + (shiftY.values[at] ?? 0) * 30);
  });
  for (let at = 0; at < width * height; at += 1) {
    const red = redness.values[at] ?? 0;
    const bright = (light.values[at] ?? 0) * 14 + (grain.values[at] ?? 0) * 9;
    canvas.rgb[at * 3] = tone[0] + bright + red * 5;
    canvas.rgb[at * 3 + 1] = tone[1] + bright - red * 11;
    canvas.rgb[at * 3 + 2] = tone[2] + bright - red * 7;
    const furrow = 1 - smoothstep(0, 0.4, furrows.values[at] ?? 1);
    shade(canvas, at, 1 - 0.04 * furrow * (0.6 + red));
  }
  return canvas;
}
