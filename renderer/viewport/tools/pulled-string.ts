import { imagePoint, type ImagePoint } from '../../../shared/geometry.js';
import type { ToolSurface } from './tool.js';

/** How far, in image pixels, a chord may lie beside the curve it stands for. */
const CHORD_ERROR = 0.1;
/** After so many lengths of the string the point follows straight, but for e to this power. */
const BENT_LENGTHS = 8;
/** Moves of the hand up to this many image pixels have no direction that rounding leaves true. */
const STILL = 1e-9;

/**
 * A point that a hand draws after itself on a string. Within the length of the string the hand may
 * tremble and nothing moves; beyond, the point comes after it, always towards the hand. Its way is the
 * tractrix (curve of pursuit), solved for straight moves of the hand exactly: however finely a way is
 * told, the point goes the same one, and never leaves the convex hull of where the hand was.
 */
export class PulledString {
  private hand: ImagePoint;
  private drawn: ImagePoint;

  /** @param length of the string in image pixels, above 0 */
  constructor(
    start: ImagePoint,
    private readonly length: number,
  ) {
    this.hand = this.drawn = start;
  }

  /** Where the hand is. */
  get end(): ImagePoint {
    return this.hand;
  }

  /** Where the point is that it draws. */
  get tip(): ImagePoint {
    return this.drawn;
  }

  /** Moves the hand straight on; returns the places the point passes, none where it rests. */
  pullTo(to: ImagePoint): ImagePoint[] {
    const { hand, drawn, length } = this;
    this.hand = to;
    const way = Math.hypot(to.x - hand.x, to.y - hand.y);
    if (way <= STILL) return [];
    const [alongX, alongY] = [(to.x - hand.x) / way, (to.y - hand.y) / way];
    const [fromX, fromY] = [hand.x - drawn.x, hand.y - drawn.y];
    const before = fromX * alongX + fromY * alongY;
    const beside = fromX * alongY - fromY * alongX;
    // The string is taut once the hand is its length away: sideways as far as it is now.
    const taut = Math.sqrt(Math.max(0, length * length - beside * beside));
    const pulled = way - Math.max(0, taut - before);
    if (pulled <= 0) return [];

    const sine = Math.min(1, Math.max(-1, beside / length));
    // The tangent of half the angle between string and way falls by e every length of the string.
    const halfAngle = sine / (1 + Math.sqrt(1 - sine * sine));
    const passed = stops(pulled, length, Math.abs(sine)).map((gone) => {
      const half = halfAngle * Math.exp(-gone / length);
      const scale = length / (1 + half * half);
      const ahead = gone - pulled - scale * (1 - half * half);
      const aside = scale * 2 * half;
      return imagePoint(
        to.x + ahead * alongX - aside * alongY,
        to.y + ahead * alongY + aside * alongX,
      );
    });
    this.drawn = passed.at(-1) ?? drawn;
    return passed;
  }
}

/** Ways of the hand after which the point is told, the whole one last: close together in a bend. */
function stops(pulled: number, length: number, sine: number): number[] {
  const bent = Math.min(pulled, BENT_LENGTHS * length);
  const count = Math.max(1, Math.ceil(bent * Math.sqrt(sine / (8 * CHORD_ERROR * length))));
  const inBend = Array.from({ length: count }, (_value, index) => (bent * (index + 1)) / count);
  return bent < pulled ? [...inBend, pulled] : inBend;
}

/** The string that smooths a use of a tool begun at a point; null where it is not to be smoothed. */
export function stringFor(
  { settings, grain }: Pick<ToolSurface, 'settings' | 'grain'>,
  start: ImagePoint,
): PulledString | null {
  return settings.smoothing > 0 ? new PulledString(start, settings.smoothing * grain) : null;
}
