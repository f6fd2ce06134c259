import type { SegmentId } from '../../shared/domain.js';
import type { Colour } from './paint-masks.js';

/**
 * Segment colours: the correction's amber for the lesion, Okabe-Ito for what lies within it, and paler
 * ones for what lies over the skin.
 */
const segmentColours: Record<SegmentId, Colour> = {
  lesion: [255, 194, 75],
  'pigment-network': [86, 180, 233],
  'negative-network': [0, 158, 115],
  streaks: [240, 228, 66],
  'milia-like-cysts': [204, 121, 167],
  globules: [230, 159, 0],
  hair: [190, 140, 255],
  ruler: [110, 150, 255],
  bubble: [160, 230, 90],
  vignette: [140, 155, 180],
};

/** A segment's colour: the reader's own (#rrggbb) or the one it has by default. */
export function colourOf(segment: SegmentId, own: string | null): Colour {
  if (own === null) return segmentColours[segment];
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    Number.parseInt(own.slice(at, at + 2), 16),
  );
  return [red, green, blue];
}

/** The same colour as #rrggbb. */
export function hexOf(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
