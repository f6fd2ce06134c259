import { parse } from 'node:path';
import type { DataSplit } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import type { Leak, SnapshotPlan, SnapshotTrial } from '../../../shared/exchange.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { selectSamples, type Sample } from '../export/select-samples.js';
import type { Library } from '../library.js';
import { sha256Of } from '../stored-mask.js';
import { agreementOf } from './reader-agreement.js';
import { drawSplits, groupsOf } from './draw-splits.js';
import { fingerprintsOf } from './fingerprints.js';
import { findNearDuplicates, type NearDuplicate } from './near-duplicates.js';
import { withDecisions } from './pair-decisions.js';
import { findLeaks, relationsOf, type SplitMember } from './relations.js';
import { cardOf, manifestOf } from './snapshot-manifest.js';
import type { Snapshot } from './snapshots.js';

export interface TrialRequest extends SnapshotPlan {
  library: Library;
  worker: WorkerHost;
  /** Who makes it, and the name for revisions made of changes that are not kept as one yet. */
  reader: string;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number }) => void;
}

export interface SnapshotRequest extends TrialRequest {
  name: string;
  appVersion: string;
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
  const { library, name } = request;
  requireName(name);
  const drawn = await draw(request);
  const { groups, splits, counts, leaks } = drawn;
  if (leaks.length > 0) return { kind: 'leaks', leaks };
  const kept = drawn.samples.map((sample, index) => {
    const group = `g${String((groups[index] ?? 0) + 1).padStart(6, '0')}`;
    return { ...sample, split: splits[index] ?? 'train', group };
  });
  const agreement = agreementOf(library, kept);
  const content = { ...request, samples: kept, counts, agreement };
  const manifest = `${JSON.stringify(manifestOf(content), null, 2)}\n`;
  const manifestSha256 = sha256Of(Buffer.from(manifest));
  const snapshot = library.snapshots.insert(
    { name, manifest, manifestSha256, card: cardOf(content, manifestSha256) },
    kept.map(({ instance, frame, revision, split, group }) => ({
      instanceId: instance.id,
      frame,
      revisionId: revision.id,
      split,
      group,
    })),
    request.reader,
  );
  return { kind: 'made', snapshot, counts, heldBack: drawn.heldBack };
}

/**
 * What a snapshot of this plan would hold, and which pairs would leak. Nothing is kept.
 * @throws AppError as createSnapshot does
 */
export async function trySnapshot(request: TrialRequest): Promise<SnapshotTrial> {
  const { samples, counts, groups, heldBack, alike, leaks } = await draw(request);
  return { samples: samples.length, counts, groups: new Set(groups).size, heldBack, alike, leaks };
}

/** Chooses the samples, compares them, and puts each in a split. */
async function draw(request: TrialRequest) {
  const { library, splitting, references, leaveOut } = request;
  library.requireWritable();
  library.journal.commitAll(request.reader);
  const selected = selectSamples(library, { kind: 'all', references });
  const { samples, members } = withoutLeftOut(library, selected.samples, leaveOut);
  if (samples.length === 0) {
    throw new AppError('bad-input', 'There is no sample to keep: correct pictures first.');
  }
  const nearDuplicates = await compare(request, samples);
  const groups = groupsOf(members.length, relationsOf(members, nearDuplicates));
  const leaks = splitting.method === 'stated' ? findLeaks(members, nearDuplicates) : [];
  const splits =
    splitting.method === 'stated'
      ? leaks.length > 0
        ? members.map(firstStated)
        : statedSplits(members)
      : drawSplits(members, groups, splitting);
  const counts: Record<DataSplit, number> = { train: 0, val: 0, test: 0 };
  for (const split of splits) if (split !== null) counts[split] += 1;
  const heldBack = selected.heldBack.length;
  return {
    samples,
    members,
    groups,
    splits,
    counts,
    leaks,
    heldBack,
    alike: nearDuplicates.length,
  };
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
  { library, worker, signal, onProgress }: TrialRequest,
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
  const found = await findNearDuplicates(
    readable.map(({ fingerprint }) => fingerprint),
    signal,
  );
  return withDecisions(
    found
      .map((pair) => ({ ...pair, a: place(pair.a), b: place(pair.b) }))
      // Frames of one file are one picture anyway.
      .filter(({ a, b }) => ids[a] !== ids[b]),
    ids,
    library.likeness.decisions(),
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
  return members.map((member) => firstStated(member) ?? 'train');
}

function firstStated({ names }: SplitMember): DataSplit | null {
  return names.find(({ split }) => split !== null)?.split ?? null;
}
