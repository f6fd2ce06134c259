import type { DataSplit, ExportReceipt, Instance, Revision } from '../../../shared/domain.js';
import type { ExportSelection } from '../../../shared/exchange.js';
import type { Library } from '../library.js';

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
}

export type HeldBack = ExportReceipt['heldBack'][number];

/** Why a picture is held back. The sentences name no picture, so a receipt may hold them. */
export const heldBackReasons = {
  noCorrection: 'There is no correction yet.',
  textNotConfirmed: 'Nobody has confirmed yet that there is no text in the picture.',
  damaged: 'The original or the correction is damaged in the library. Run "limen verify" on it.',
} as const;

interface Selected {
  samples: Sample[];
  heldBack: HeldBack[];
}

/**
 * The samples to export, and which instances are held back. DICOM pictures that do not state that
 * no text is burned in wait for a person.
 * @throws AppError `not-found` for an unknown id or snapshot.
 */
export function selectSamples(library: Library, selection: ExportSelection): Selected {
  if (selection.kind === 'snapshot') return ofSnapshot(library, selection.name);
  if (selection.kind === 'since') return since(library, selection);
  const selected: Selected = { samples: [], heldBack: [] };
  const references = selection.kind === 'all' && selection.references;
  const ids =
    selection.kind === 'pictures'
      ? selection.instanceIds
      : references
        ? library.instances.ids()
        : library.revisions.correctedInstances();
  for (const id of new Set(ids)) {
    if (library.trash.holds(id)) continue;
    const instance = library.instances.get(id);
    const revisions = revisionsOf(library, instance, references);
    if (revisions.length === 0) {
      if (!references) selected.heldBack.push(held(instance, heldBackReasons.noCorrection));
    } else {
      add(library, selected, instance, revisions);
    }
  }
  return selected;
}

/** The newest correction of each frame, or the imported mask where nobody corrected. */
function revisionsOf(library: Library, { id, origin }: Instance, references: boolean): Revision[] {
  const corrected = library.revisions.correctedFrames(id).flatMap((frame) => {
    const revision = library.revisions.latest(id, frame, 'reader');
    return revision ? [revision] : [];
  });
  if (corrected.length > 0 || !references || origin !== 'imported') return corrected;
  const imported = library.revisions.latest(id, 0, 'truth');
  // Attributes alone say nothing about the lesion.
  return imported?.areaPx.lesion === undefined ? [] : [imported];
}

function ofSnapshot(library: Library, name: string): Selected {
  const selected: Selected = { samples: [], heldBack: [] };
  for (const kept of library.snapshots.samples(library.snapshots.get(name))) {
    const instance = library.instances.get(kept.instanceId);
    add(library, selected, instance, [library.revisions.get(kept.revisionId)], kept);
  }
  return selected;
}

function since(
  library: Library,
  { name, references }: ExportSelection & { kind: 'since' },
): Selected {
  const kept = library.snapshots.samples(library.snapshots.get(name));
  const known = new Set(kept.map(({ revisionId }) => revisionId));
  const { samples, heldBack } = selectSamples(library, { kind: 'all', references });
  return { samples: samples.filter(({ revision }) => !known.has(revision.id)), heldBack };
}

function add(
  library: Library,
  { samples, heldBack }: Selected,
  instance: Instance,
  revisions: readonly Revision[],
  { split, group }: Pick<Sample, 'split' | 'group'> = { split: null, group: null },
): void {
  if (mayShowText(instance)) {
    heldBack.push(held(instance, heldBackReasons.textNotConfirmed));
    return;
  }
  const name = library.exportNames.nameOf(instance);
  for (const revision of revisions) {
    const { frame } = revision;
    const number = String(frame + 1).padStart(4, '0');
    const sampleName = frame === 0 ? name : `${name}_f${number}`;
    samples.push({ instance, frame, revision, name: sampleName, split, group });
  }
}

export function held({ id, fileName }: Instance, reason: string): HeldBack {
  return { instanceId: id, fileName, reason };
}

function mayShowText({ burnedInAnnotation, confirmedTextFree }: Instance): boolean {
  return !confirmedTextFree && (burnedInAnnotation === 'yes' || burnedInAnnotation === 'unknown');
}
