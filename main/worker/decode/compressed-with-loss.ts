import { wasCompressedWithLoss } from '../../dicom/compressed-with-loss.js';
import { readDataset } from '../../dicom/part10.js';
import { readPictureHeader, sniffFormat } from './picture-header.js';
import { readBoundedFile } from './read-file.js';

/**
 * Whether the pixels of a file were compressed with loss, as far as its header tells.
 * @throws AppError as `decodeFrame`
 */
export function compressedWithLoss(path: string): boolean {
  const bytes = readBoundedFile(path);
  const format = sniffFormat(bytes);
  if (format === 'dicom') return wasCompressedWithLoss(readDataset(bytes, { stopAtPixels: true }));
  return readPictureHeader(bytes, format).lossy;
}
