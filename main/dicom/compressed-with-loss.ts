import { textOf } from './element-values.js';
import type { DicomDataset } from './part10.js';

const LOSSY_IMAGE_COMPRESSION = '00282110';

/** Their processes always lose something: JPEG baseline and extended. */
const always: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.51']);

/** May lose something: near-lossless JPEG-LS, JPEG 2000, its high-throughput form, JPEG XL. */
const maybe: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2.4.81',
  '1.2.840.10008.1.2.4.91',
  '1.2.840.10008.1.2.4.203',
  '1.2.840.10008.1.2.4.111',
  '1.2.840.10008.1.2.4.112',
]);

/**
 * Whether the pixels went through lossy compression at some time (PS3.3 C.7.6.1.1.5): because the
 * file says so, also of what is stored without compression now, or because of how they are stored.
 * Where that may be with loss and the file says nothing, it is taken to be.
 */
export function wasCompressedWithLoss({ transferSyntax, elements }: DicomDataset): boolean {
  const stated = textOf(elements, LOSSY_IMAGE_COMPRESSION);
  if (stated === '01' || always.has(transferSyntax)) return true;
  return maybe.has(transferSyntax) && stated !== '00';
}
