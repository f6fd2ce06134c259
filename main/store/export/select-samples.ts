import type {
  DataSplit,
  ExportReceipt,
  HeldBackReason,
  Instance,
  Revision,
} from '../../../shared/domain.js';
import type { ExportSelection } from '../../../shared/exchange.js';
import type { Library } from '../library.js';
import { pinsOf, type SamplePins } from '../snapshot/pins.js';
import type { SnapshotSample } from '../snapshot/snapshots.js';
import type { ExportManifest } from './manifest.js';

/** One picture with the mask of it that leaves the library. */
export interface Sample {
  instance: Instance;
  frame: number;
  /** Name of the sample's files, without ending: the picture's export name, `_f0002` ... */
  name: string;
  revision: Revision;
  /** Of a sample of a snapshot. */
  split: DataSplit | null;
  /** Of a sample of a snapshot: pictures of one patient or lesion, or alike, have one group. */
  group: string | null;
  /** Of a sample of a snapshot: what it says beside the revision; null where that is as it is now. */
  pinned: SamplePins | null;
}

/** A sample of a snapshot that counts no more, by its name in exports. */
export type Withdrawn = ExportManifest['withdrawn'][number];

export type HeldBack = ExportReceipt['heldBack'][number];

/**
 * Why a picture is held back, where no window says it in the reader's language: the command line and
 * the receipt. The sentences name no picture, so a receipt may hold them.
 */
export const heldBackSentences: Readonly<Record<HeldBackReason, string>> = {
  'no-correction': 'There is no correction yet.',
  unreviewed: 'The gate let the proposal pass, and nobody has read the picture yet.',
  'in-review': 'Readers or the review have not finished with the picture yet.',
  rejected: 'A review rejected the masks of the picture.',
  'text-not-confirmed': 'Nobody has confirmed yet that there is no text in the picture.',
  damaged: 'The original or the correction is damaged in the library. Run "limen verify" on it.',
};

interface Selected {
  samples: Sample[];
  heldBack: HeldBack[];
  /** Of what is new since a snapshot: samples of the snapshot that count no more. */
  withdrawn: Withdrawn[];
}

/**
 * The samples to export, and which instances are held back. DICOM pictures that do not state that
 * no text is burned in wait for a person.
 * @throws AppError `not-found` for an unknown id or snapshot.
 */
export function selectSamples(library: Library, selection: ExportSelection): Selected {
  if (selection.kind === 'snapshot') return ofSnapshot(library, selection.name);
  if (selection.kind === 'since') return since(library, selection);
  const selected: Selected = { samples: [], heldBack: [], withdrawn: [] };
  const references = selection.kind === 'all' && selection.references;
  for (const id of chosenIds(library, selection)) {
    if (library.trash.holds(id)) continue;
    const instance = library.instances.get(id);
    const { revisions, waits } = revisionsOf(library, instance, references);
    if (waits !== null) selected.heldBack.push(held(instance, waits));
    if (revisions.length > 0) add(library, selected, instance, revisions);
    else if (waits === null) addUnread(library, selected, instance, selection);
  }
  return selected;
}

function chosenIds(
  { instances, revisions, gate }: Library,
  selection: ExportSelection & { kind: 'all' | 'pictures' },
): ReadonlySet<string> {
  if (selection.kind === 'pictures') return new Set(selection.instanceIds);
  const ids = selection.references ? instances.ids() : revisions.correctedInstances();
  return new Set([...ids, ...(selection.unreviewed === true ? gate.allUnreviewed() : [])]);
}

/** A picture without a mask to export; what the gate let pass leaves where it is asked for. */
function addUnread(
  library: Library,
  selected: Selected,
  instance: Instance,
  selection: ExportSelection & { kind: 'all' | 'pictures' },
): void {
  const passed = library.gate.unreviewed(instance.id);
  if (passed !== null && selection.unreviewed === true) {
    const revision = library.revisions.get(passed);
    add(library, selected, instance, [revision], { split: 'train', group: null });
  } else if (selection.kind === 'pictures' || !selection.references) {
    selected.heldBack.push(held(instance, passed === null ? 'no-correction' : 'unreviewed'));
  }
}

/**
 * The mask of each frame that counts, or the imported one where nobody corrected; `waits` says why
 * a frame's mask does not leave.
 */
function revisionsOf(
  { revisions: all, reviews }: Library,
  { id, origin }: Instance,
  references: boolean,
): { revisions: Revision[]; waits: 'in-review' | 'rejected' | null } {
  const frames = all.correctedFrames(id);
  const settled = frames.map((frame) => reviews.settled({ instanceId: id, frame }));
  const waiting = settled.flatMap((each) => ('waits' in each ? [each.waits] : []))[0];
  const waits = waiting === undefined ? null : waiting === 'review' ? 'in-review' : 'rejected';
  const revisions = settled.flatMap((each) => ('waits' in each ? [] : (each.revision ?? [])));
  if (frames.length > 0 || !references || origin !== 'imported') return { revisions, waits };
  const imported = all.latest(id, 0, 'truth');
  // Attributes alone say nothing about the lesion.
  return { revisions: imported?.areaPx.lesion === undefined ? [] : [imported], waits };
}

function ofSnapshot(library: Library, name: string): Selected {
  const selected: Selected = { samples: [], heldBack: [], withdrawn: [] };
  const snapshot = library.snapshots.get(name);
  const pins = pinsOf(snapshot);
  for (const { revisionId, instanceId, ...kept } of library.snapshots.samples(snapshot)) {
    const of = { ...kept, pinned: pins.get(revisionId) ?? null };
    const instance = library.instances.get(instanceId);
    add(library, selected, instance, [library.revisions.get(revisionId)], of);
  }
  return selected;
}

function since(
  library: Library,
  { name, references, unreviewed = false }: ExportSelection & { kind: 'since' },
): Selected {
  const kept = library.snapshots.samples(library.snapshots.get(name));
  const known = new Set(kept.map(({ revisionId }) => revisionId));
  const all = selectSamples(library, { kind: 'all', references, unreviewed });
  return {
    ...all,
    samples: all.samples.filter(({ revision }) => !known.has(revision.id)),
    withdrawn: kept.flatMap((sample) => withdrawnOf(library, sample)),
  };
}

function add(
  library: Library,
  { samples, heldBack }: Pick<Selected, 'samples' | 'heldBack'>,
  instance: Instance,
  revisions: readonly Revision[],
  {
    split,
    group,
    pinned = null,
  }: Pick<Sample, 'split' | 'group'> & Partial<Pick<Sample, 'pinned'>> = {
    split: null,
    group: null,
  },
): void {
  if (mayShowText(instance)) {
    heldBack.push(held(instance, 'text-not-confirmed'));
    return;
  }
  const name = library.exportNames.nameOf(instance);
  for (const revision of revisions) {
    const { frame } = revision;
    samples.push({
      instance,
      frame,
      revision,
      name: sampleName(name, frame),
      split,
      group,
      pinned,
    });
  }
}

/** Whether a sample of a snapshot was rejected or its picture put in the trash since. */
function withdrawnOf(
  { trash, reviews, instances, exportNames }: Library,
  { instanceId, frame }: SnapshotSample,
): Withdrawn[] {
  const settled = reviews.settled({ instanceId, frame });
  const isRejected = 'waits' in settled && settled.waits === 'rejected';
  const reason = trash.holds(instanceId) ? 'trashed' : isRejected ? 'rejected' : null;
  if (reason === null) return [];
  return [{ id: sampleName(exportNames.nameOf(instances.get(instanceId)), frame), reason }];
}

function sampleName(name: string, frame: number): string {
  return frame === 0 ? name : `${name}_f${String(frame + 1).padStart(4, '0')}`;
}

export function held({ id, fileName }: Instance, reason: HeldBackReason): HeldBack {
  return { instanceId: id, fileName, reason };
}

function mayShowText({ burnedInAnnotation, confirmedTextFree }: Instance): boolean {
  return !confirmedTextFree && (burnedInAnnotation === 'yes' || burnedInAnnotation === 'unknown');
}
