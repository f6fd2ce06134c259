import type { Instance } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import { fromCocoRuns, maskOfPolygons } from '../../../shared/coco-mask.js';
import {
  decodeMask,
  maskFromPixels,
  unionMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import type { WorkerHost } from '../../worker/protocol.js';
import type { MaskOrigin } from './import-plan.js';

/** Of a grey picture with more than two values, what is brighter is foreground. */
const foregroundAbove = 128;

/**
 * The pixels of a planned mask, of the picture's upright size.
 * @throws AppError `mask-unfit` for another size, and what the worker's `readMask` throws
 */
export async function readPlannedMask(
  origin: MaskOrigin,
  picture: Pick<Instance, 'width' | 'height'>,
  worker: WorkerHost,
  signal?: AbortSignal,
): Promise<RunLengthMask> {
  if (origin.kind === 'coco') {
    return origin.annotations
      .map((annotation) => {
        if ('polygons' in annotation) {
          return maskOfPolygons(annotation.polygons, picture.width, picture.height);
        }
        const [height, width] = annotation.size;
        requireSize({ width, height }, picture);
        return fromCocoRuns(annotation);
      })
      .reduce(unionMasks);
  }
  const options = { lane: 'batch' as const, ...(signal && { signal }) };
  if (origin.kind === 'dicom-seg') {
    const found = await worker.run('readSegmentation', { path: origin.path }, options);
    const segment = found.find(({ label }) => label === origin.label);
    if (segment === undefined) {
      throw new AppError('mask-unfit', `The segmentation has no segment ${origin.label}.`);
    }
    const mask = decodeMask(segment.mask);
    requireSize(mask, picture);
    return mask;
  }
  const { width, height, grey } = await worker.run('readMask', { path: origin.path }, options);
  requireSize({ width, height }, picture);
  const inside = origin.kind === 'classes' ? classRule(origin.values) : foregroundRule(grey);
  return maskFromPixels(
    grey.map((value) => (inside(value) ? 1 : 0)),
    width,
    height,
  );
}

function classRule(values: readonly number[]): (value: number) => boolean {
  const wanted = new Set(values);
  return (value) => wanted.has(value);
}

/** Masks of 0 and 1 are as common as those of 0 and 255: one value beside 0 is foreground. */
function foregroundRule(grey: Uint8Array): (value: number) => boolean {
  const values = new Set(grey);
  values.delete(0);
  return values.size <= 1 ? (value) => value > 0 : (value) => value > foregroundAbove;
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
