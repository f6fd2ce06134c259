import { join } from 'node:path';
import {
  isArtefact,
  segmentIds,
  type ArtefactId,
  type SegmentMask,
} from '../../../../shared/domain.js';
import { encodeMask, maskArea, type RunLengthMask } from '../../../../shared/labelmap.js';
import type { DicomSample } from '../../../worker/protocol.js';
import { syncPath } from '../../atomic-write.js';
import {
  differs,
  ignoredAt,
  makeFolders,
  type ExportPlace,
  type Format,
  type LoadedSample,
} from './format.js';

/**
 * DICOM: `images/<name>.dcm`, a photograph, and `segmentations/<name>.dcm`, a BINARY segmentation of
 * it with a frame for each segment. Both are written anew: nothing of the original's header leaves
 * the library but its pixel spacing.
 */
export async function dicomSegFormat(place: ExportPlace): Promise<Format> {
  await makeFolders(place, ['images', 'segmentations']);
  const { worker, folder, appVersion, signal } = place;
  const options = { lane: 'batch' as const, ...(signal && { signal }) };
  return {
    write: async (loaded) => {
      const { name, path, frame, instance } = loaded;
      const sample: DicomSample = {
        sampleName: name,
        appVersion,
        textFree: instance.burnedInAnnotation === 'no' || instance.confirmedTextFree,
        // A spacing at the detector says nothing of the skin, so it is not written as one of the patient.
        spacingMm: instance.spacingMm?.source === 'pixel-spacing' ? instance.spacingMm : null,
      };
      const image = `images/${name}.dcm`;
      const imagePath = join(folder, image);
      const meant = await worker.run(
        'dicomCopy',
        { path, frame, output: imagePath, sample },
        options,
      );
      await syncPath(imagePath);
      const read = await worker.run('pixelHash', { path: imagePath, frame: 0 }, options);
      const sizeIsRight = read.width === instance.width && read.height === instance.height;
      if (!sizeIsRight || read.pixelSha256 !== meant.pixelSha256) throw differs('picture');

      const file = `segmentations/${name}.dcm`;
      const output = join(folder, file);
      const masks = allMasks(loaded);
      const algorithm = algorithmOf(loaded);
      await worker.run('dicomSegmentation', { output, sample, algorithm, masks }, options);
      await syncPath(output);
      const found = await worker.run('readSegmentation', { path: output }, options);
      if (!sameMasks(masks, found)) throw differs('mask');
      const attributes = masks.filter(
        ({ segment }) => segment !== 'lesion' && !isArtefact(segment),
      );
      const artefacts = masks.flatMap(({ segment }): ArtefactId[] =>
        isArtefact(segment) ? [segment] : [],
      );
      return {
        image: { path: image, pixelSha256: meant.pixelSha256 },
        mask: { path: file },
        attributes: attributes.map(({ segment }) => ({ segment, path: file })),
        ignore: ignoredAt(
          loaded,
          file,
          artefacts.map((segment) => ({ segment, path: file })),
        ),
      };
    },
    finish: () => Promise.resolve([]),
  };
}

/** The lesion, empty where there is none, then what else the revision has. */
function allMasks({ lesion, masks }: LoadedSample): SegmentMask[] {
  const known = new Map<string, RunLengthMask>([...masks, ['lesion', lesion]]);
  return segmentIds.flatMap((segment) => {
    const mask = known.get(segment);
    if (mask && isArtefact(segment) && maskArea(mask) === 0) return [];
    return mask ? [{ segment, mask: encodeMask(mask) }] : [];
  });
}

/** As PS3.3 C.8.20.2 has it: a proposal as it is, one that a reader worked on, or hand work alone. */
function algorithmOf({ lineage }: LoadedSample) {
  const model = lineage.find(({ source }) => source === 'model')?.model ?? null;
  if (model === null) return { type: 'MANUAL' as const, name: null };
  const [newest] = lineage;
  const type = newest?.source === 'model' ? 'AUTOMATIC' : 'SEMIAUTOMATIC';
  return { type, name: `${model.id} ${model.version}` } as const;
}

function sameMasks(
  meant: readonly SegmentMask[],
  found: readonly { label: string; mask: Uint8Array }[],
): boolean {
  return (
    meant.length === found.length &&
    meant.every(({ segment, mask }) =>
      found.some((other) => other.label === segment && Buffer.compare(other.mask, mask) === 0),
    )
  );
}
