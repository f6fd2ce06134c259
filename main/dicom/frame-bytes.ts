import { AppError } from '../../shared/errors.js';
import { binaryParts, valuesOf } from './element-values.js';
import type { ImagePixel } from './image-pixel.js';
import { PIXEL_DATA } from './part10.js';
import type { DicomDataset } from './part10.js';

/** YBR_FULL_422 shares one pair of chroma samples between two pixels (PS3.3 C.7.6.3.1.2). */
const BYTES_PER_422_PIXEL = 2;

/**
 * The stored samples of one uncompressed frame, little endian, `bitsAllocated` each.
 * `subsampled` says whether the chroma of YBR_FULL_422 really is: some writers state it and store
 * every sample. Throws `unreadable-file` where the file holds fewer bytes than it states.
 */
export function nativeFrame(
  dataset: DicomDataset,
  image: ImagePixel,
  frame: number,
): { samples: Uint8Array; subsampled: boolean } {
  const [stored] = pixelParts(dataset);
  const fullBytes = image.width * image.height * image.samplesPerPixel * (image.bitsAllocated / 8);
  const subsampled =
    image.photometric === 'YBR_FULL_422' && (stored?.length ?? 0) < fullBytes * image.frames;
  const frameBytes = subsampled ? image.width * image.height * BYTES_PER_422_PIXEL : fullBytes;
  const start = frame * frameBytes;
  if (stored === undefined || stored.length < start + frameBytes) {
    throw new AppError(
      'unreadable-file',
      `The pixel data of frame ${frame + 1} should be ${frameBytes} bytes and ${Math.max(0, (stored?.length ?? 0) - start)} are there: the file is cut short. Copy it again from its source.`,
    );
  }
  const samples = dataset.bigEndian
    ? littleEndian(stored, start, frameBytes, byteOrderOf(dataset, image))
    : stored.subarray(start, start + frameBytes);
  return { samples, subsampled };
}

/**
 * The compressed stream of one frame. Fragments belong to frames one to one, or all to a single
 * frame; otherwise a fragment that starts like the first starts a new frame.
 */
export function encapsulatedFrame(
  dataset: DicomDataset,
  image: ImagePixel,
  frame: number,
): Uint8Array {
  const fragments = pixelParts(dataset);
  const streams = image.frames === 1 ? [fragments] : groupByFrame(fragments, image.frames);
  const parts = streams[frame] ?? [];
  const [first] = parts;
  if (first === undefined || first.length < 4) {
    throw new AppError(
      'unreadable-file',
      `The compressed data of frame ${frame + 1} is missing: the file is cut short. Copy it again from its source.`,
    );
  }
  return parts.length === 1 ? first : Buffer.concat(parts);
}

function groupByFrame(fragments: Uint8Array[], frames: number): Uint8Array[][] {
  if (fragments.length <= frames) return fragments.map((fragment) => [fragment]);
  const [mark0, mark1, mark2] = fragments[0] ?? [];
  const groups: Uint8Array[][] = [];
  for (const fragment of fragments) {
    const starts = fragment[0] === mark0 && fragment[1] === mark1 && fragment[2] === mark2;
    if (starts) groups.push([fragment]);
    else groups.at(-1)?.push(fragment);
  }
  if (groups.length === frames) return groups;
  throw new AppError(
    'unsupported-format',
    `The DICOM file spreads ${frames} frames over ${fragments.length} fragments in a way that cannot be told apart. Save it with one fragment a frame.`,
  );
}

function pixelParts(dataset: DicomDataset): Uint8Array[] {
  const parts = binaryParts(valuesOf(dataset.elements, PIXEL_DATA));
  if (parts.length > 0) return parts;
  const float = '7FE00008' in dataset.elements || '7FE00009' in dataset.elements;
  throw float
    ? new AppError(
        'unsupported-format',
        'DICOM pictures with floating-point pixels are not opened. Convert the picture to 8-bit RGB.',
      )
    : new AppError(
        'unreadable-file',
        'No pixel data was found in the DICOM file: it is damaged, or not an image. Export it again from its source.',
      );
}

/** Bytes to a word: 8-bit samples are swapped in pairs where they are stored as OW words. */
function byteOrderOf(dataset: DicomDataset, image: ImagePixel): 1 | 2 | 4 {
  if (image.bitsAllocated === 32) return 4;
  if (image.bitsAllocated === 16) return 2;
  return dataset.elements[PIXEL_DATA]?.vr === 'OW' ? 2 : 1;
}

function littleEndian(
  stored: Uint8Array,
  start: number,
  length: number,
  wordBytes: 1 | 2 | 4,
): Uint8Array {
  if (wordBytes === 1) return stored.subarray(start, start + length);
  const flip = wordBytes - 1;
  return Uint8Array.from({ length }, (_, index) => stored[(start + index) ^ flip] ?? 0);
}
