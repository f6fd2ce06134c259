import {
  defaultProperties,
  isArtefact,
  type SegmentId,
  type SegmentProperties,
} from '../../shared/domain.js';
import type { ShownSegments } from '../viewport/shown-segments.js';

/** How what lies over the skin is seen. */
export interface ArtefactLook {
  readonly shown: boolean;
  /** 0..1, of each one's own opacity. */
  readonly opacity: number;
}

/**
 * How the segments of a frame are seen and whether they may be changed.
 * @param own what the reader changed of them
 * @param readOnly none may be changed
 */
export function shownSegments(
  own: ReadonlyMap<SegmentId, SegmentProperties>,
  artefacts: ArtefactLook,
  readOnly: boolean,
): ShownSegments {
  return (segment) => {
    const properties = own.get(segment) ?? defaultProperties(segment);
    const locked = properties.locked || readOnly;
    if (!isArtefact(segment)) return { ...properties, locked };
    const hidden = properties.hidden || !artefacts.shown;
    return { ...properties, locked, hidden, opacity: properties.opacity * artefacts.opacity };
  };
}
