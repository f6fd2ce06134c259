import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  defaultProperties,
  findingIds,
  segmentIds,
  type SegmentId,
  type SegmentProperties,
} from '../../shared/domain.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import { shownSegments } from './shown-segments.js';
import type { Display } from './use-display.js';
import type { Reading } from './use-reading.js';

export interface SegmentsControl {
  /** Those with pixels and those the reader added, in one order always. */
  readonly listed: readonly SegmentId[];
  /** Those of a lesion that could be added. */
  readonly others: readonly SegmentId[];
  readonly current: SegmentId;
  readonly of: (segment: SegmentId) => SegmentProperties;
  /** The reader's own name, or the field's. */
  readonly nameOf: (segment: SegmentId) => string;
  readonly choose: (segment: SegmentId) => void;
  /** Choose the next or previous one of the list. */
  readonly step: (step: 1 | -1) => void;
  /** Add a segment to the list and choose it. */
  readonly add: (segment: SegmentId) => void;
  /** Change how a segment is named or seen, as one act of the history. */
  readonly change: (segment: SegmentId, some: Partial<SegmentProperties>) => void;
}

/** The segments of the open frame: which there are, which is in use, how they are seen. */
export function useSegments(
  stage: PictureStage,
  ready: boolean,
  { segments, setSegment }: Pick<Reading, 'segments' | 'setSegment'>,
  areas: ReadonlyMap<SegmentId, number>,
  display: Display,
  readOnly: boolean,
): SegmentsControl {
  const { t } = useTranslation('reading');
  const { segment: current } = display.options;
  const { setSegment: choose } = display;
  const of = useCallback(
    (segment: SegmentId) => segments.get(segment) ?? defaultProperties(segment),
    [segments],
  );
  const { shown, opacity } = display.artefacts;
  useEffect(() => {
    stage.setSegments(shownSegments(segments, { shown, opacity }, readOnly));
  }, [stage, readOnly, segments, shown, opacity]);

  const listed = useMemo(
    () =>
      segmentIds.filter(
        (segment) => of(segment).listed || (areas.get(segment) ?? 0) > 0 || segment === current,
      ),
    [of, areas, current],
  );
  const change = (segment: SegmentId, some: Partial<SegmentProperties>): void => {
    if (ready) setSegment(segment, { ...of(segment), ...some });
  };
  return {
    listed,
    others: findingIds.filter((segment) => !listed.includes(segment)),
    current,
    of,
    nameOf: (segment) => of(segment).name ?? t(`segments.${segment}`),
    choose,
    step: (step) => {
      const next = (listed.indexOf(current) + step + listed.length) % listed.length;
      choose(listed[next] ?? 'lesion');
    },
    add: (segment) => {
      change(segment, { listed: true });
      choose(segment);
    },
    change,
  };
}
