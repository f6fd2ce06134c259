import { blend, smoothstep, type Canvas, type Colour } from './canvas.js';
import type { Random } from '../../shared/random.js';
import { between } from './random.js';

const hairColour: Colour = [48, 33, 27];

/** Curved dark strokes across the picture, thinner towards their tip. */
export function paintHairs(canvas: Canvas, count: number, random: Random): void {
  const direction = between(random, 0, Math.PI);
  for (let hair = 0; hair < count; hair += 1) paintHair(canvas, direction, random);
}

function paintHair(canvas: Canvas, direction: number, random: Random): void {
  const { width, height } = canvas;
  const angle = direction + between(random, -0.6, 0.6);
  const length = between(random, 0.35, 1.05) * height;
  const startX = between(random, -0.1, 0.9) * width;
  const startY = between(random, -0.1, 0.9) * height;
  const curl = between(random, -0.28, 0.28) * length;
  const endX = startX + Math.cos(angle) * length;
  const endY = startY + Math.sin(angle) * length;
  const middleX = (startX + endX) / 2 - Math.sin(angle) * curl;
  const middleY = (startY + endY) / 2 + Math.cos(angle) * curl;
  const thickness = between(random, 1.1, 2.4);
  const opacity = between(random, 0.55, 0.9);
  const steps = Math.ceil(length / 8);
  for (let step = 0; step < steps; step += 1) {
    const from = bezier(startX, middleX, endX, startY, middleY, endY, step / steps);
    const to = bezier(startX, middleX, endX, startY, middleY, endY, (step + 1) / steps);
    const half = thickness * (1 - 0.65 * (step / steps) ** 2);
    paintPiece(canvas, from, to, half, opacity);
  }
}

interface Point {
  x: number;
  y: number;
}

function bezier(
  x0: number,
  x1: number,
  x2: number,
  y0: number,
  y1: number,
  y2: number,
  t: number,
): Point {
  const first = (1 - t) ** 2;
  const second = 2 * t * (1 - t);
  const third = t ** 2;
  return { x: first * x0 + second * x1 + third * x2, y: first * y0 + second * y1 + third * y2 };
}

/**
 * One straight piece with soft edges. A pixel belongs to the piece onto which it projects, so that
 * neighbouring pieces do not darken their joint twice.
 */
function paintPiece(canvas: Canvas, from: Point, to: Point, half: number, opacity: number): void {
  const { width, height } = canvas;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const squared = dx * dx + dy * dy;
  const reach = half + 1.5;
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const along = ((x - from.x) * dx + (y - from.y) * dy) / squared;
      if (along < 0 || along >= 1) continue;
      const away = Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
      const alpha = opacity * smoothstep(half + 0.9, half - 0.9, away);
      if (alpha > 0) blend(canvas, y * width + x, hairColour, alpha);
    }
  }
}
