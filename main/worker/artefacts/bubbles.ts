import { topHat, bottomHat, type Plane } from './plane.js';
import { regionsOf, type Region } from './regions.js';

/** A reflection is at most this wide: 2 x 9 + 1 pixels of a picture whose longer side is 768. */
const WIDEST = 9;
/** Levels by which a reflection is brighter than what is around it, and its level at least. */
const BRIGHTER = 42;
const BRIGHT = 165;
const FEWEST_PIXELS = 4;
/** A glint within a ring may be smaller. */
const FEWEST_IN_RING = 2;
/** Share of its bounding box that a reflection covers: neither a line nor a net. */
const COMPACT = 0.35;
/** Radii of bubbles that are looked for around a reflection. */
const RADII = Array.from({ length: 22 }, (_, index) => 3 + index);
const RING_POINTS = 32;
/** Levels below its surround from which a point of the ring is dark, and the share that must be. */
const RING_DARK = 8;
const RING_SHARE = 0.8;
/** How much darker a ring is than what lies just within and around it. */
const OVER_SURROUND = 2.6;
/** How far from the ring that is. */
const APART = 4;

/**
 * Air bubbles in the contact gel, and reflections on it: white spots on skin, small and compact. Where
 * a thin dark ring lies around one, the whole disk is the bubble.
 *
 * @returns 1 where there is a bubble or a reflection, 0 elsewhere
 */
export function findBubbles(brightest: Plane, darkest: Plane): Plane {
  const { width, height } = darkest;
  const values = new Uint8Array(width * height);
  const white = topHat(darkest, WIDEST);
  const spots = white.values.map((value, pixel) =>
    value >= BRIGHTER && (darkest.values[pixel] ?? 0) >= BRIGHT ? 1 : 0,
  );
  const rings = bottomHat(brightest, 3);
  for (const spot of regionsOf({ width, height, values: spots })) {
    if (!isCompact(spot)) continue;
    const disk = ringAround(rings, spot);
    if (disk !== null) fillDisk(disk, { width, height, values });
    else if (spot.pixels.length < FEWEST_PIXELS) continue;
    for (const pixel of spot.pixels) values[pixel] = 1;
  }
  return { width, height, values };
}

function isCompact({ pixels, bounds: { width, height } }: Region): boolean {
  if (pixels.length < FEWEST_IN_RING || Math.max(width, height) > 2 * WIDEST + 1) return false;
  return (
    pixels.length >= COMPACT * width * height &&
    Math.max(width, height) <= 3 * Math.min(width, height)
  );
}

interface Disk {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** The dark ring that a reflection lies within, off its middle as the light falls. */
function ringAround(rings: Plane, { bounds }: Region): Disk | null {
  const spotX = bounds.x + bounds.width / 2;
  const spotY = bounds.y + bounds.height / 2;
  let best: Disk | null = null;
  let bestLevel = 0;
  for (const radius of RADII) {
    const reach = Math.ceil(0.7 * radius);
    // The ring is some pixels wide, so that of a large bubble is not missed by a step of two.
    const step = radius < 12 ? 1 : 2;
    for (let y = spotY - reach; y <= spotY + reach; y += step) {
      for (let x = spotX - reach; x <= spotX + reach; x += step) {
        const { level, share } = onCircle(rings, { x, y, radius });
        if (share < RING_SHARE || level <= bestLevel) continue;
        const within = onCircle(rings, { x, y, radius: Math.max(0, radius - APART) }).level;
        const around = onCircle(rings, { x, y, radius: radius + APART }).level;
        if (level < OVER_SURROUND * Math.max(within, around)) continue;
        [best, bestLevel] = [{ x, y, radius }, level];
      }
    }
  }
  return best;
}

const circle = Array.from({ length: RING_POINTS }, (_, index) => {
  const angle = (2 * Math.PI * index) / RING_POINTS;
  return { x: Math.cos(angle), y: Math.sin(angle) };
});

/** How dark a circle is against its surround, and the share of its points that clearly are. */
function onCircle(
  { width, height, values }: Plane,
  { x, y, radius }: Disk,
): { level: number; share: number } {
  let [sum, dark] = [0, 0];
  for (const point of circle) {
    const column = Math.floor(x + radius * point.x);
    const row = Math.floor(y + radius * point.y);
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const value = values[row * width + column] ?? 0;
    sum += value;
    if (value >= RING_DARK) dark += 1;
  }
  return { level: sum / RING_POINTS, share: dark / RING_POINTS };
}

function fillDisk({ x, y, radius }: Disk, { width, height, values }: Plane): void {
  const reach = radius + 1;
  for (let row = Math.max(0, Math.floor(y - reach)); row < Math.min(height, y + reach); row += 1) {
    for (
      let column = Math.max(0, Math.floor(x - reach));
      column < Math.min(width, x + reach);
      column += 1
    ) {
      if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= reach) values[row * width + column] = 1;
    }
  }
}
