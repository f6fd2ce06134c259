import { isArtefact, type MaskSource } from '../../shared/domain.js';
import { emptyHistory, extendHistory, sameEffect } from '../../shared/history.js';
import { historyRecord, toggled, type JournalRow } from './journal-rows.js';
import { sameMasks, type Reading } from './reading.js';
import type { RevisionSources } from './revision-sources.js';

/** What one record changes of a reading; what is absent stays. */
export type RecordEffect = Partial<Pick<Reading, 'masks' | 'segments' | 'marks'>> & {
  /** What its pixels were taken from. */
  readonly sources?: readonly MaskSource[];
};

/** The reading with one more record; `masks` of the effect are what it toggled. */
export function advanced(before: Reading, row: JournalRow, effect: RecordEffect): Reading {
  const { sources = [] } = effect;
  return {
    ...before,
    history: extendHistory(before.history, historyRecord(row)),
    masks: toggled(before.masks, effect.masks ?? new Map()),
    segments: effect.segments ?? before.segments,
    marks: effect.marks ?? before.marks,
    takeOvers:
      row.fromRevisionId === null
        ? before.takeOvers
        : new Map([...before.takeOvers, [row.sequence, row.fromRevisionId]]),
    sources:
      sources.length === 0 ? before.sources : new Map([...before.sources, [row.sequence, sources]]),
    lastSequence: row.sequence,
    savedAtMs: row.atMs,
  };
}

/**
 * Whether the reader's last revision holds all masks that the reading has. What lies over the skin is
 * no segmentation by itself: kept alone, it would say that there is no lesion.
 */
export function isKept({ checkpoint, history, masks }: Reading): boolean {
  if (sameEffect(history, checkpoint?.history ?? emptyHistory)) return true;
  // Names, colours and marks alone are in the journal; there is no mask to keep.
  return checkpoint ? sameMasks(masks, checkpoint.masks) : [...masks.keys()].every(isArtefact);
}

/**
 * What a revision of the reading is made of: its parent is the revision taken over since the last
 * one, where that act is in effect, else the reader's last.
 */
export function originOf({ checkpoint, history, takeOvers, sources }: Reading): {
  parentId: string | null;
  sources: RevisionSources;
} {
  const takenOver = history.undoable.findLast((sequence) => takeOvers.has(sequence));
  const thresholds = new Map<string, Set<number>>();
  const at = (revisionId: string): Set<number> => {
    const known = thresholds.get(revisionId) ?? new Set();
    thresholds.set(revisionId, known);
    return known;
  };
  for (const sequence of history.undoable) {
    const from = takeOvers.get(sequence);
    if (from !== undefined) at(from);
    for (const { revisionId, threshold } of sources.get(sequence) ?? []) {
      const known = at(revisionId);
      if (threshold !== null) known.add(threshold);
    }
  }
  const parentId =
    (takenOver === undefined ? null : takeOvers.get(takenOver)) ??
    checkpoint?.revisionId ??
    // Put together of regions: what the first of them was taken from.
    [...thresholds.keys()][0] ??
    null;
  return {
    parentId,
    sources: [...thresholds].map(([id, cuts]) => ({ id, thresholds: [...cuts] })),
  };
}
