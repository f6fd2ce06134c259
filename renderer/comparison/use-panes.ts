import { queryOptions, useQueries } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import type { MaskSource, ProbabilityMap, Proposal } from '../../shared/domain.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { call } from '../api.js';
import { methodQuery } from '../queries.js';
import { reportError } from '../report-error.js';
import { maskAtThreshold } from '../viewport/probability-mask.js';
import { consensusMask, type Voter } from './consensus.js';
import type { Source } from './sources.js';
import { useSameList } from './use-same-list.js';

export interface Frame {
  readonly instanceId: string;
  readonly frame: number;
}

/** A source's mask at native size, and what it comes from. */
export interface Found {
  readonly mask: RunLengthMask;
  /** The model's run it is of. */
  readonly proposal: Proposal | null;
  /** What it is made of: one revision, or all that agreed; of proposals also where they were cut. */
  readonly sources: readonly MaskSource[];
}

/** One source with its mask as soon as there is one. */
export interface Pane {
  readonly source: Source;
  readonly found: Found | null;
  /** Probabilities of a model's run, where they are asked for and here. */
  readonly map: ProbabilityMap | null;
  /** An agreement of fewer models than it takes. */
  readonly tooFew: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** Ends the model's run; null where none is awaited. */
  readonly cancel: (() => void) | null;
}

export interface PaneOptions {
  /** Other thresholds than the models' own, by source. */
  readonly thresholds: ReadonlyMap<string, number>;
  /** Probabilities of all models are wanted. */
  readonly maps: boolean;
}

const plain: PaneOptions = { thresholds: new Map(), maps: false };

/**
 * The masks of the chosen sources. A model that has not run on the frame is run now, and its pane
 * fills as soon as it is done, whatever the others do; leaving ends the runs that nobody waits for.
 */
export function usePanes(
  frame: Frame,
  chosen: readonly Source[],
  { thresholds, maps }: PaneOptions = plain,
): Pane[] {
  const ownMasks = useQueries({ queries: chosen.map((source) => paneQuery(frame, source)) });
  const runs = ownMasks.map(({ data }) => data?.proposal?.run.id ?? null);
  const probabilities = useQueries({
    queries: chosen.map(({ key }, index) => ({
      ...methodQuery('proposal.probability', { runId: runs[index] ?? '' }),
      enabled: Boolean(runs[index]) && (maps || thresholds.has(key)),
    })),
  });
  const deferred = useDeferredValue(thresholds);
  const found = useSameList(
    ownMasks.map(({ data }, index) => {
      const threshold = deferred.get(chosen[index]?.key ?? '');
      const map = probabilities[index]?.data;
      if (!data || threshold === undefined || !map) return data ?? null;
      return atThreshold(data, map, threshold);
    }),
  );
  const kinds = useSameList(chosen.map(({ kind }) => kind));
  const whole = useMemo(() => {
    const voters = votersOf(found, kinds);
    const waiting = kinds.some((kind, index) => kind === 'model' && !found[index]);
    return kinds.map((kind, index) => {
      if (kind !== 'majority' && kind !== 'staple') return found[index] ?? null;
      if (waiting) return null;
      const mask = consensusMask(
        kind,
        voters.map((voter) => voter.mask),
      );
      const sources = voters.map(({ source }) => source);
      return mask && { mask, proposal: null, sources };
    });
  }, [found, kinds]);
  return chosen.flatMap((source, index) => {
    const query = ownMasks[index];
    if (query === undefined) return [];
    const agreement = source.kind === 'majority' || source.kind === 'staple';
    const waiting = kinds.some((kind, at) => kind === 'model' && !found[at]);
    return {
      source,
      found: whole[index] ?? null,
      map: probabilities[index]?.data ?? null,
      tooFew: agreement && !waiting && !whole[index],
      error: query.error,
      retry: () => void query.refetch(),
      cancel:
        source.kind === 'model' && query.isFetching
          ? () => {
              cancelRun(frame, source.model.id);
            }
          : null,
    };
  });
}

/**
 * Asks for the masks of the chosen sources before there are panes to show them, so that models run
 * while the picture is still loaded.
 */
export function useMasksAhead(frame: Frame, chosen: readonly Source[]): void {
  useQueries({ queries: chosen.map((source) => paneQuery(frame, source)) });
}

/** The models among the panes that have their mask. */
function votersOf(found: readonly (Found | null)[], kinds: readonly Source['kind'][]): Voter[] {
  return found.flatMap((each, index) => {
    if (kinds[index] !== 'model' || !each?.proposal) return [];
    return each.sources.map((source) => ({ mask: each.mask, source }));
  });
}

/** Votes of the models shown. */
export function votersAmong(panes: readonly Pane[]): Voter[] {
  return votersOf(
    panes.map(({ found }) => found),
    panes.map(({ source }) => source.kind),
  );
}

function paneQuery(frame: Frame, source: Source) {
  return queryOptions({
    queryKey: ['comparison.pane', frame, source.key, versionOf(source)] as const,
    queryFn: ({ signal }): Promise<Found> => findMask(frame, source, signal),
    enabled: source.kind !== 'majority' && source.kind !== 'staple',
  });
}

/** What a source's mask hangs on: another network or revision is another mask. */
function versionOf(source: Source): string {
  if (source.kind === 'model')
    return `${source.model.id} ${source.model.version} ${source.model.sha256}`;
  return 'revision' in source ? source.revision.id : '';
}

async function findMask(frame: Frame, source: Source, signal: AbortSignal): Promise<Found> {
  if (source.kind === 'model') {
    const request = { ...frame, modelId: source.model.id };
    signal.addEventListener(
      'abort',
      () => {
        cancelRun(frame, source.model.id);
      },
      { once: true },
    );
    const proposal = await call('proposal.run', request);
    const { mask, revisionId, run } = proposal;
    const sources = [{ revisionId, threshold: run.threshold }];
    return { mask: decodeMask(mask), proposal, sources };
  }
  const revisionId = 'revision' in source ? source.revision.id : '';
  const { mask } = await call('proposal.mask', { revisionId });
  return { mask: decodeMask(mask), proposal: null, sources: [{ revisionId, threshold: null }] };
}

function cancelRun(frame: Frame, modelId: string): void {
  call('proposal.cancel', { ...frame, modelId }).catch(reportError);
}

const moved = new WeakMap<Found, { threshold: number; found: Found }>();

/** The same run with its mask at another threshold; the last one is kept. */
function atThreshold(found: Found, map: ProbabilityMap, threshold: number): Found {
  const kept = moved.get(found);
  if (kept?.threshold === threshold) return kept.found;
  const sources = found.sources.map(({ revisionId }) => ({ revisionId, threshold }));
  const made = { ...found, sources, mask: maskAtThreshold(map, threshold, found.mask) };
  moved.set(found, { threshold, found: made });
  return made;
}
