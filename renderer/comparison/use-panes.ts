import { queryOptions, useQueries, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { majorityOf, votedMask } from '../../shared/comparison/votes.js';
import type { Proposal } from '../../shared/domain.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { call } from '../api.js';
import type { Source } from './sources.js';

export interface Frame {
  readonly instanceId: string;
  readonly frame: number;
}

/** A source's mask at native size, and the model's run it is of. */
export interface Found {
  readonly mask: RunLengthMask;
  readonly proposal: Proposal | null;
}

/** One source with its mask as soon as there is one. */
export interface Pane {
  readonly source: Source;
  readonly found: Found | null;
  readonly error: unknown;
  readonly retry: () => void;
}

/**
 * The masks of the chosen sources. A model that has not run on the frame is run now, and its pane
 * fills as soon as it is done, whatever the others do.
 */
export function usePanes(frame: Frame, chosen: readonly Source[], all: readonly Source[]): Pane[] {
  const client = useQueryClient();
  const queries = chosen.map((source) => paneQuery(client, frame, source, all));
  return useQueries({ queries }).map(({ data, error, refetch }, index) => ({
    source: chosen[index] ?? { kind: 'majority', key: 'majority' },
    found: data ?? null,
    error,
    retry: () => void refetch(),
  }));
}

function paneQuery(client: QueryClient, frame: Frame, source: Source, all: readonly Source[]) {
  const voters = all.filter(({ kind }) => kind === 'model');
  const of = source.kind === 'majority' ? voters.map(versionOf) : versionOf(source);
  return queryOptions({
    queryKey: ['comparison.pane', frame, source.key, of] as const,
    queryFn: async (): Promise<Found> => {
      if (source.kind !== 'majority') return findMask(frame, source);
      const found = await Promise.all(
        voters.map((voter) => client.query(paneQuery(client, frame, voter, all))),
      );
      const masks = found.map(({ mask }) => mask);
      return { mask: votedMask(masks, majorityOf(masks.length)), proposal: null };
    },
  });
}

/** What a source's mask hangs on: another network or revision is another mask. */
function versionOf(source: Source): string {
  if (source.kind === 'model') return source.model.sha256;
  return source.kind === 'majority' ? '' : source.revision.id;
}

async function findMask(
  frame: Frame,
  source: Exclude<Source, { kind: 'majority' }>,
): Promise<Found> {
  if (source.kind === 'model') {
    const proposal = await call('proposal.run', { ...frame, modelId: source.model.id });
    return { mask: decodeMask(proposal.mask), proposal };
  }
  const { mask } = await call('proposal.mask', { revisionId: source.revision.id });
  return { mask: decodeMask(mask), proposal: null };
}
