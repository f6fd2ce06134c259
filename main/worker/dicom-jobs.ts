import { decodeMask, encodeMask } from '../../shared/labelmap.js';
import { AppError } from '../../shared/errors.js';
import { readSegmentation } from '../dicom/read-segmentation.js';
import { photographicImageFile } from '../dicom/write/photographic-image.js';
import { segmentationFile } from '../dicom/write/segmentation-object.js';
import { decodeFrameCached } from './decode.js';
import { compressedWithLoss } from './decode/compressed-with-loss.js';
import { readBoundedFile } from './decode/read-file.js';
import { hashOf } from './pixel-hash.js';
import type { JobInput, JobOutput } from './protocol.js';
import { writeWhole } from './rendition.js';

type DicomJob = 'dicomCopy' | 'dicomSegmentation' | 'readSegmentation';

/** The jobs of a worker that write DICOM, or read masks from it. Contracts are in protocol.ts. */
export const dicomJobs: {
  [Kind in DicomJob]: (input: JobInput<Kind>) => Promise<JobOutput<Kind>>;
} = {
  async dicomCopy({ path, frame, output, sample }) {
    const { width, height, rgb } = await decodeFrameCached(path, frame);
    const lossy = compressedWithLoss(path);
    await writeWhole(output, [photographicImageFile({ ...sample, lossy, width, height, rgb })]);
    return { width, height, pixelSha256: hashOf(rgb) };
  },

  async dicomSegmentation({ output, sample, algorithm, masks }) {
    const segments = masks.map(({ segment, mask }) => ({ segment, mask: decodeMask(mask) }));
    const [first] = segments;
    if (first === undefined) throw new AppError('bad-input', 'There is no mask to be written.');
    const { width, height } = first.mask;
    const file = segmentationFile({ ...sample, width, height, segments, algorithm });
    await writeWhole(output, [file]);
    return null;
  },

  readSegmentation({ path }) {
    const masks = readSegmentation(readBoundedFile(path));
    return Promise.resolve([...masks].map(([label, mask]) => ({ label, mask: encodeMask(mask) })));
  },
};
