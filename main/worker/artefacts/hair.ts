import { bottomHat, type Plane } from './plane.js';
import { regionsOf } from './regions.js';

/** Hair is narrower than this closing: 11 pixels of a picture whose longer side is 768. */
const CLOSING_RADIUS = 5;
/** Levels below the closing from which a pixel may be of a hair, its middle, and a piece on average. */
const FAINT = 9;
const MIDDLE = 12;
const STRONG = 16;
const DIRECTIONS = 24;
/** Half of the straight piece that must be dark for its middle to be of a hair. */
const HALF_PIECE = 14;
/** Of its pixels, how many may be missing: hairs cross and reflect. */
const GAPS = 2;
/** How far from the piece its flanks are, and how much darker than both of them it must be. */
const FLANK = 6;
const OVER_FLANKS = 2.6;
/** A hair is longer than this, from one end to the other. */
const SHORTEST = 48;
/** And so much longer than it is wide on average. */
const SLENDER = 9;

/**
 * Dark hair, as DullRazor finds it (Lee et al. 1997): what a morphological closing takes away. The
 * pigment network is taken away too, so what is kept must run straight for a while and be long and
 * slender as a whole.
 *
 * @param brightest of the picture reduced to a longer side of at most 768
 * @returns 1 where there is hair, 0 elsewhere
 */
export function findHair(brightest: Plane): Plane {
  const dark = bottomHat(brightest, CLOSING_RADIUS);
  const { width, height } = dark;
  const runs = straightPieces(dark);
  const values = new Uint8Array(width * height);
  for (const { pixels, bounds } of regionsOf(runs)) {
    const length = Math.hypot(bounds.width, bounds.height);
    if (length < SHORTEST || length * length < SLENDER * pixels.length) continue;
    for (const pixel of pixels) values[pixel] = 1;
  }
  return { width, height, values };
}

/** The pixels on straight dark pieces, whatever their direction. */
function straightPieces(dark: Plane): Plane {
  const { width, height, values } = dark;
  const found = new Uint8Array(values.length);
  const lines = directions();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = y * width + x;
      if ((values[pixel] ?? 0) < MIDDLE) continue;
      for (const { piece, flanks } of lines) {
        const level = pieceLevel(dark, x, y, piece);
        if (level < STRONG) continue;
        const alone = flanks.every((flank) => level >= OVER_FLANKS * flankLevel(dark, x, y, flank));
        if (alone) mark(dark, x, y, piece, found);
      }
    }
  }
  return { width, height, values: found };
}

interface Offset {
  readonly x: number;
  readonly y: number;
}

/** A straight piece by offsets from its middle, the nearest first, and what lies on either side. */
interface Line {
  readonly piece: readonly Offset[];
  readonly flanks: readonly (readonly Offset[])[];
}

/** One line for each direction. */
function directions(): Line[] {
  return Array.from({ length: DIRECTIONS }, (_, index) => {
    const angle = (Math.PI * index) / DIRECTIONS;
    const [alongX, alongY] = [Math.cos(angle), Math.sin(angle)];
    const at = (along: number, across: number): Offset => ({
      x: Math.round(alongX * along - alongY * across),
      y: Math.round(alongY * along + alongX * across),
    });
    const steps = Array.from({ length: HALF_PIECE }, (_, step) => [step + 1, -step - 1]).flat();
    return {
      piece: steps.map((step) => at(step, 0)),
      flanks: [FLANK, -FLANK].map((across) => steps.map((step) => at(step, across))),
    };
  });
}

/** Mean of a piece around (x, y); 0 where it is interrupted. */
function pieceLevel(dark: Plane, x: number, y: number, piece: readonly Offset[]): number {
  const { width, height, values } = dark;
  let missing = 0;
  let sum = values[y * width + x] ?? 0;
  let inside = 1;
  for (const offset of piece) {
    const [column, row] = [x + offset.x, y + offset.y];
    // A hair goes on beyond the picture's edge.
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const value = values[row * width + column] ?? 0;
    inside += 1;
    sum += value;
    if (value < FAINT) missing += 1;
    if (missing > GAPS) return 0;
  }
  return inside > HALF_PIECE ? sum / inside : 0;
}

/** Mean of what accompanies a piece: in a net or in grain there is always something dark. */
function flankLevel(dark: Plane, x: number, y: number, flank: readonly Offset[]): number {
  const { width, height, values } = dark;
  let sum = 0;
  let inside = 0;
  for (const offset of flank) {
    const [column, row] = [x + offset.x, y + offset.y];
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    inside += 1;
    sum += values[row * width + column] ?? 0;
  }
  // Nothing is known of what lies beyond the picture's edge.
  return inside === 0 ? Infinity : sum / inside;
}

function mark(
  dark: Plane,
  x: number,
  y: number,
  piece: readonly Offset[],
  found: Uint8Array,
): void {
  const { width, height, values } = dark;
  found[y * width + x] = 1;
  for (const offset of piece) {
    const [column, row] = [x + offset.x, y + offset.y];
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const pixel = row * width + column;
    if ((values[pixel] ?? 0) >= FAINT) found[pixel] = 1;
  }
}
