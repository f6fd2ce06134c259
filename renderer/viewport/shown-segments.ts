import type { SegmentId, SegmentProperties } from '../../shared/domain.js';

/** How each segment is to be seen, and whether it may be edited. */
export type ShownSegments = (segment: SegmentId) => SegmentProperties;
