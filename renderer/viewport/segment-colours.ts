import type { SegmentId } from '../../shared/domain.js';
import type { Colour } from './paint-masks.js';

/** Segment colours: the correction's amber for the lesion, Okabe-Ito for what lies within it. */
export const segmentColours: Record<SegmentId, Colour> = {
  lesion: [255, 194, 75],
  'pigment-network': [86, 180, 233],
  'negative-network': [0, 158, 115],
  streaks: [240, 228, 66],
  'milia-like-cysts': [204, 121, 167],
  globules: [230, 159, 0],
};
