import type { Plane } from './plane.js';

/** The search is done on so many pixels along the longer side. */
const SIDE = 128;
/** Light below this share of the skin's counts as dark. */
const DARK = 0.6;
/** Share of the pixels outside the circle that must be dark, and of those just inside that may be. */
const DARK_OUTSIDE = 0.85;
const DARK_INSIDE = 0.45;
/** The ring just inside the circle, as a share of its radius. */
const RING = 0.88;
/** What is outside must be at least this share of the picture. */
const LEAST = 0.004;

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/**
 * The dark surround of a round field of view: the circle that parts dark corners from lit skin best,
 * by search over centres and radii. A lesion that reaches a corner is no circle around the middle.
 *
 * @returns 1 in the vignette, 0 elsewhere; all 0 where no circle parts dark from light
 */
export function findVignette(brightest: Plane): Plane {
  const { width, height } = brightest;
  const values = new Uint8Array(width * height);
  const small = reduce(brightest);
  const circle = bestCircle(small, litLevel(small) * DARK);
  if (circle === null) return { width, height, values };
  const scale = width / small.width;
  const limit = (circle.radius * scale) ** 2;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const away = (x + 0.5 - circle.x * scale) ** 2 + (y + 0.5 - circle.y * scale) ** 2;
      if (away > limit) values[y * width + x] = 1;
    }
  }
  return { width, height, values };
}

/** The means of square blocks, at most SIDE of them along the longer side. */
function reduce({ width, height, values }: Plane): Plane {
  const block = Math.max(1, Math.ceil(Math.max(width, height) / SIDE));
  const columns = Math.floor(width / block);
  const rows = Math.floor(height / block);
  const means = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let y = row * block; y < (row + 1) * block; y += 1) {
        for (let x = column * block; x < (column + 1) * block; x += 1) {
          sum += values[y * width + x] ?? 0;
        }
      }
      means[row * columns + column] = sum / block ** 2;
    }
  }
  return { width: columns, height: rows, values: means };
}

/** The level of lit skin: the third quartile of the middle of the picture. */
function litLevel({ width, height, values }: Plane): number {
  const middle: number[] = [];
  for (let y = Math.floor(height / 4); y < (3 * height) / 4; y += 1) {
    for (let x = Math.floor(width / 4); x < (3 * width) / 4; x += 1) {
      middle.push(values[y * width + x] ?? 0);
    }
  }
  middle.sort((a, b) => a - b);
  return middle[Math.floor(0.75 * middle.length)] ?? 0;
}

function bestCircle(plane: Plane, dark: number): Circle | null {
  const { width, height } = plane;
  const half = Math.hypot(width, height) / 2;
  let best: Circle | null = null;
  let bestScore = 0;
  const reach = Math.round(0.15 * Math.max(width, height));
  const step = 2;
  for (let dy = -reach; dy <= reach; dy += step) {
    for (let dx = -reach; dx <= reach; dx += step) {
      const centre = { x: width / 2 + dx, y: height / 2 + dy };
      const rings = darkByDistance(plane, centre, dark);
      for (let radius = Math.floor(0.3 * half); radius < rings.pixels.length; radius += 1) {
        const score = scoreOf(rings, radius, width * height);
        if (score > bestScore) [best, bestScore] = [{ ...centre, radius }, score];
      }
    }
  }
  return best;
}

/** Pixels, and dark ones among them, up to each whole distance from a centre. */
interface Rings {
  readonly pixels: Int32Array;
  readonly dark: Int32Array;
}

function darkByDistance(
  { width, height, values }: Plane,
  centre: { x: number; y: number },
  dark: number,
): Rings {
  const farthest = Math.ceil(
    Math.hypot(Math.max(centre.x, width - centre.x), Math.max(centre.y, height - centre.y)),
  );
  const rings = { pixels: new Int32Array(farthest + 1), dark: new Int32Array(farthest + 1) };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const away = Math.ceil(Math.sqrt((x + 0.5 - centre.x) ** 2 + (y + 0.5 - centre.y) ** 2));
      rings.pixels[away] = (rings.pixels[away] ?? 0) + 1;
      if ((values[y * width + x] ?? 0) < dark) rings.dark[away] = (rings.dark[away] ?? 0) + 1;
    }
  }
  for (const counts of [rings.pixels, rings.dark]) {
    for (let away = 1; away < counts.length; away += 1) {
      counts[away] = (counts[away] ?? 0) + (counts[away - 1] ?? 0);
    }
  }
  return rings;
}

/** How well a circle parts dark from light, weighed by what it takes in; 0 for one that does not. */
function scoreOf({ pixels, dark }: Rings, radius: number, all: number): number {
  const inner = Math.floor(RING * radius);
  const outside = all - (pixels[radius] ?? 0);
  const ring = (pixels[radius] ?? 0) - (pixels[inner] ?? 0);
  if (outside < LEAST * all || ring === 0) return 0;
  const darkOutside = ((dark.at(-1) ?? 0) - (dark[radius] ?? 0)) / outside;
  const darkInRing = ((dark[radius] ?? 0) - (dark[inner] ?? 0)) / ring;
  if (darkOutside < DARK_OUTSIDE || darkInRing > DARK_INSIDE) return 0;
  return (darkOutside - darkInRing) * Math.sqrt(outside);
}
