import type { ExportReceipt, Instance, Revision } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import type { Library } from '../library.js';

/** One picture with the reader's newest mask of it. */
export interface Sample {
  instance: Instance;
  frame: number;
  /** Name of the sample's files, without ending: the picture's export name, `_f0002` ... */
  name: string;
  revision: Revision;
}

export type HeldBack = ExportReceipt['heldBack'][number];

/** Why a picture is held back. The sentences name no picture, so a receipt may hold them. */
export const heldBackReasons = {
  noCorrection: 'There is no correction yet.',
  textNotConfirmed: 'Nobody has confirmed yet that there is no text in the picture.',
  damaged: 'The original or the correction is damaged in the library. Run "limen verify" on it.',
} as const;

/**
 * The samples of these instances, or of all that hold a reader's revision, and which instances are
 * held back. DICOM pictures that do not state that no text is burned in wait for a person.
 * @throws AppError `not-found` for an unknown id.
 */
export function selectSamples(
  library: Library,
  instanceIds: readonly string[] | null,
): { samples: Sample[]; heldBack: HeldBack[] } {
  const samples: Sample[] = [];
  const heldBack: HeldBack[] = [];
  for (const id of new Set(instanceIds ?? library.revisions.correctedInstances())) {
    const instance = library.instances.get(id);
    const frames = library.revisions.correctedFrames(id);
    if (frames.length === 0) heldBack.push(held(instance, heldBackReasons.noCorrection));
    else if (mayShowText(instance)) {
      heldBack.push(held(instance, heldBackReasons.textNotConfirmed));
    } else {
      for (const frame of frames) samples.push(sampleOf(library, instance, frame));
    }
  }
  return { samples, heldBack };
}

export function held({ id, fileName }: Instance, reason: string): HeldBack {
  return { instanceId: id, fileName, reason };
}

function mayShowText({ burnedInAnnotation, confirmedTextFree }: Instance): boolean {
  return !confirmedTextFree && (burnedInAnnotation === 'yes' || burnedInAnnotation === 'unknown');
}

function sampleOf(library: Library, instance: Instance, frame: number): Sample {
  const revision = library.revisions.latest(instance.id, frame, 'reader');
  if (revision === null) {
    throw new AppError('internal', `The correction of picture ${instance.id} went missing.`);
  }
  const name = library.exportNames.nameOf(instance);
  const number = String(frame + 1).padStart(4, '0');
  return { instance, frame, revision, name: frame === 0 ? name : `${name}_f${number}` };
}
