import type { Instance } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import { fromCocoRuns, maskOfPolygons } from '../../../shared/coco-mask.js';
import { decodeMask, encodeMask, unionMasks } from '../../../shared/labelmap.js';
import type { WorkerHost } from '../../worker/protocol.js';
import type { MaskOrigin } from './import-plan.js';

/**
 * A planned mask of the picture's upright size, encoded.
 * @throws AppError `mask-unfit` for another size, and what the worker's `importMask` throws
 */
export async function readPlannedMask(
  origin: MaskOrigin,
  picture: Pick<Instance, 'width' | 'height'>,
  worker: WorkerHost,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (origin.kind === 'coco') {
    const mask = origin.annotations
      .map((annotation) => {
        if ('polygons' in annotation) {
          return maskOfPolygons(annotation.polygons, picture.width, picture.height);
        }
        const [height, width] = annotation.size;
        requireSize({ width, height }, picture);
        return fromCocoRuns(annotation);
      })
      .reduce(unionMasks);
    return encodeMask(mask);
  }
  const options = { lane: 'import' as const, ...(signal && { signal }) };
  if (origin.kind === 'dicom-seg') {
    const found = await worker.run('readSegmentation', { path: origin.path }, options);
    const segment = found.find(({ label }) => label === origin.label);
    if (segment === undefined) {
      throw new AppError('mask-unfit', `The segmentation has no segment ${origin.label}.`);
    }
    requireSize(decodeMask(segment.mask), picture);
    return segment.mask;
  }
  const values = origin.kind === 'classes' ? origin.values : null;
  const read = await worker.run('importMask', { path: origin.path, values }, options);
  requireSize(read, picture);
  return read.mask;
}

type Size = Pick<Instance, 'width' | 'height'>;

function requireSize(mask: Size, picture: Size): void {
  if (mask.width === picture.width && mask.height === picture.height) return;
  const [ofMask, ofPicture] = [mask, picture].map(
    ({ width, height }) => `${String(width)} x ${String(height)}`,
  );
  throw new AppError(
    'mask-unfit',
    `The mask has ${ofMask ?? ''} pixels, the picture ${ofPicture ?? ''}. A mask is never resized: ` +
      'import one of the size of its picture.',
  );
}
