import { parse } from 'node:path';
import type { DataSplit } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { selectSamples, type Sample } from '../export/select-samples.js';
import type { Library } from '../library.js';
import { sha256Of } from '../stored-mask.js';
import { drawSplits, groupsOf, type Fractions } from './draw-splits.js';
import { fingerprintsOf } from './fingerprints.js';
import { findNearDuplicates, type NearDuplicate } from './near-duplicates.js';
import { findLeaks, relationsOf, type Leak, type SplitMember } from './relations.js';
import { cardOf, manifestOf } from './snapshot-manifest.js';
import type { Snapshot } from './snapshots.js';

export type Splitting =
  { method: 'stated' } | { method: 'drawn'; fractions: Fractions; seed: number };

export interface SnapshotRequest {
  library: Library;
  worker: WorkerHost;
  name: string;
  appVersion: string;
  splitting: Splitting;
  /** Take pictures along whose only mask is an imported one. */
  references: boolean;
  /** Names of pictures, with or without ending, or ids of instances. */
  leaveOut: readonly string[];
  /** The name for revisions made of changes that are not kept as one yet. */
  reader: string;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number }) => void;
}

export type SnapshotOutcome =
  | { kind: 'made'; snapshot: Snapshot; counts: Record<DataSplit, number>; heldBack: number }
  /** Nothing was made: these pairs would be in different splits. */
  | { kind: 'leaks'; leaks: Leak[] };

/**
 * Freezes the corrected samples under a name, each in a split. Pictures of one patient or lesion,
 * and pictures that are alike, get one split when splits are drawn; where stated splits tear them
 * apart, nothing is made and the pairs are returned.
 *
 * @throws AppError `bad-input` for a name that is taken or no name, for pictures without a stated
 * split, a name to leave out that is not there, or when there is no sample; `cancelled`,
 * `library-read-only`.
 */
export async function createSnapshot(request: SnapshotRequest): Promise<SnapshotOutcome> {
  const { library, splitting } = request;
  library.requireWritable();
  requireName(request.name);
  library.journal.commitAll(request.reader);
  const selected = selectSamples(library, { kind: 'all', references: request.references });
  const { samples, members } = withoutLeftOut(library, selected.samples, request.leaveOut);
  if (samples.length === 0) {
    throw new AppError('bad-input', 'There is no sample to keep: correct pictures first.');
  }
  const nearDuplicates = await compare(request, samples);
  if (splitting.method === 'stated') {
    const leaks = findLeaks(members, nearDuplicates);
    if (leaks.length > 0) return { kind: 'leaks', leaks };
  }
  const groups = groupsOf(members.length, relationsOf(members, nearDuplicates));
  const splits =
    splitting.method === 'stated'
      ? statedSplits(members)
      : drawSplits(members, groups, splitting.fractions, splitting.seed);
  const counts: Record<DataSplit, number> = { train: 0, val: 0, test: 0 };
  const kept = samples.map((sample, index) => {
    const split = splits[index] ?? 'train';
    counts[split] += 1;
    return { ...sample, split, group: `g${String((groups[index] ?? 0) + 1).padStart(6, '0')}` };
  });
  const content = { request, samples: kept, counts };
  const manifest = `${JSON.stringify(manifestOf(content), null, 2)}\n`;
  const manifestSha256 = sha256Of(Buffer.from(manifest));
  const snapshot = library.snapshots.insert(
    { name: request.name, manifest, manifestSha256, card: cardOf(content, manifestSha256) },
    kept.map(({ instance, frame, revision, split, group }) => ({
      instanceId: instance.id,
      frame,
      revisionId: revision.id,
      split,
      group,
    })),
  );
  return { kind: 'made', snapshot, counts, heldBack: selected.heldBack.length };
}

function requireName(name: string): void {
  if (/^[\w][\w. -]{0,63}$/.test(name)) return;
  throw new AppError(
    'bad-input',
    'A snapshot is named with 1 to 64 letters, digits, spaces, dots, dashes or underscores.',
  );
}

/** Samples whose names are not all left out, with what their splitting needs to know. */
function withoutLeftOut(
  { identity }: Library,
  samples: readonly Sample[],
  leaveOut: readonly string[],
): { samples: Sample[]; members: SplitMember[] } {
  const unknown = new Set(leaveOut);
  const isOut = (fileName: string, id: string): boolean =>
    [fileName, parse(fileName).name, id].some((name) => {
      const out = leaveOut.includes(name);
      if (out) unknown.delete(name);
      return out;
    });
  const kept: { sample: Sample; member: SplitMember }[] = [];
  for (const sample of samples) {
    const { id, fileName, sha256 } = sample.instance;
    const { split, ...facts } = identity.facts(id);
    const names = [{ fileName, split }, ...identity.otherNames(id)]
      .filter((name) => !isOut(name.fileName, id))
      .map((name) => ({ name: parse(name.fileName).name, split: name.split }));
    if (names.length > 0) kept.push({ sample, member: { ...facts, names, sha256 } });
  }
  if (unknown.size > 0) {
    throw new AppError(
      'bad-input',
      `There is no sample named ${[...unknown].join(', ')} to leave out.`,
    );
  }
  return { samples: kept.map(({ sample }) => sample), members: kept.map(({ member }) => member) };
}

async function compare(
  { library, worker, signal, onProgress }: SnapshotRequest,
  samples: readonly Sample[],
): Promise<NearDuplicate[]> {
  const ids = samples.map(({ instance }) => instance.id);
  const fingerprints = await fingerprintsOf(library, worker, ids, {
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  const readable = fingerprints.flatMap((fingerprint, index) =>
    fingerprint ? [{ fingerprint, index }] : [],
  );
  const place = (at: number): number => readable[at]?.index ?? 0;
  return (
    findNearDuplicates(readable.map(({ fingerprint }) => fingerprint))
      .map((pair) => ({ ...pair, a: place(pair.a), b: place(pair.b) }))
      // Frames of one file are one picture anyway.
      .filter(({ a, b }) => ids[a] !== ids[b])
  );
}

function statedSplits(members: readonly SplitMember[]): DataSplit[] {
  const without = members.filter(({ names }) => !names.some(({ split }) => split !== null));
  if (without.length > 0) {
    const [first] = without;
    throw new AppError(
      'bad-input',
      `${String(without.length)} pictures have no split, ${first?.names[0]?.name ?? ''} among them. ` +
        'Import a table that states it, leave them out, or let splits be drawn.',
    );
  }
  return members.map(({ names }) => names.find(({ split }) => split !== null)?.split ?? 'train');
}
