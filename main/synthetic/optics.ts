import { blend, shade, smoothstep, type Canvas } from './canvas.js';
import type { Random } from '../../shared/random.js';
import { between, normal } from './random.js';

/** The light falls off towards the rim; `strength` 0..1 is the darkening in the corners. */
export function paintVignette(canvas: Canvas, strength: number): void {
  const { width, height } = canvas;
  const half = Math.hypot(width, height) / 2;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const away = Math.sqrt((x - width / 2) ** 2 + (y - height / 2) ** 2) / half;
      shade(canvas, y * width + x, 1 - strength * smoothstep(0.45, 1.05, away));
    }
  }
}

/** Air bubbles in the contact gel: a thin dark ring, a bright rim on the lit side, a glint. */
export function paintBubbles(canvas: Canvas, count: number, random: Random): void {
  for (let bubble = 0; bubble < count; bubble += 1) {
    const radius = between(random, 5, 26);
    const x = between(random, 0.03, 0.97) * canvas.width;
    const y = between(random, 0.03, 0.97) * canvas.height;
    paintBubble(canvas, x, y, radius);
  }
}

function paintBubble(canvas: Canvas, centreX: number, centreY: number, radius: number): void {
  const { width, height } = canvas;
  const reach = radius + 3;
  for (
    let y = Math.max(0, Math.floor(centreY - reach));
    y < Math.min(height, centreY + reach);
    y += 1
  ) {
    for (
      let x = Math.max(0, Math.floor(centreX - reach));
      x < Math.min(width, centreX + reach);
      x += 1
    ) {
      const at = y * width + x;
      const dx = (x - centreX) / radius;
      const dy = (y - centreY) / radius;
      const away = Math.hypot(dx, dy);
      const ring = Math.exp(-(((away - 1) * radius) ** 2) / 2.6);
      shade(canvas, at, 1 - 0.24 * ring);
      const lit = Math.max(0, -(dx + dy) / (away * Math.SQRT2 || 1));
      const rim = Math.exp(-(((away - 0.86) * radius) ** 2) / 4) * lit ** 3;
      const glint = Math.exp(-((dx + 0.38) ** 2 + (dy + 0.42) ** 2) / 0.012);
      blend(canvas, at, [255, 252, 248], Math.min(0.85, 0.45 * rim + 0.8 * glint));
    }
  }
}

/** Grain of the camera's sensor: normal with `sigma` levels, the same in all three channels. */
export function paintGrain(canvas: Canvas, sigma: number, random: Random): void {
  // A short table of normals read at random places: drawing one for each pixel costs 60 ms.
  const table = Float32Array.from({ length: 8191 }, () => normal(random) * sigma);
  const { rgb } = canvas;
  let place = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    if (at % 2400 === 0) place = Math.floor(random() * table.length);
    place = (place + 1) % table.length;
    const grain = table[place] ?? 0;
    rgb[at] = (rgb[at] ?? 0) + grain;
    rgb[at + 1] = (rgb[at + 1] ?? 0) + grain;
    rgb[at + 2] = (rgb[at + 2] ?? 0) + grain;
  }
}
