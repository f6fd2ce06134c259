import { AppError } from '../../shared/errors.js';
import { binaryParts, numbersOf, valuesOf } from './element-values.js';
import type { DicomDataset } from './part10.js';

/** Three 8-bit tables over stored values, `first` being the value of their first entry. */
export interface Palette {
  first: number;
  red: Uint8Array;
  green: Uint8Array;
  blue: Uint8Array;
}

const channels = {
  red: { descriptor: '00281101', plain: '00281201', segmented: '00281221' },
  green: { descriptor: '00281102', plain: '00281202', segmented: '00281222' },
  blue: { descriptor: '00281103', plain: '00281203', segmented: '00281223' },
} as const;

/**
 * The palette colour lookup tables (PS3.3 C.7.6.3.1.5 and .6), plain or segmented (C.7.9.2), as
 * 8 bit: 16-bit entries keep their high byte. Throws `unreadable-file` where one is missing.
 */
export function readPalette(dataset: DicomDataset): Palette {
  const red = readChannel(dataset, 'red');
  return {
    first: red.first,
    red: red.table,
    green: readChannel(dataset, 'green').table,
    blue: readChannel(dataset, 'blue').table,
  };
}

function readChannel(dataset: DicomDataset, channel: keyof typeof channels) {
  const tags = channels[channel];
  const [statedEntries, first, bits] = numbersOf(dataset.elements, tags.descriptor);
  if (statedEntries === undefined || first === undefined || bits === undefined) {
    throw damagedPalette(channel);
  }
  // Zero stands for 65536, which does not fit its 16 bits.
  const entries = statedEntries === 0 ? 65_536 : statedEntries;
  const segments = readWords(dataset, tags.segmented);
  const values =
    segments.length > 0
      ? expandSegments(segments, entries)
      : readEntries(dataset, tags.plain, entries);
  if (values.length < entries) throw damagedPalette(channel);
  const wide = bits > 8 && values.some((value) => value > 255);
  return { first, table: Uint8Array.from(values, (value) => (wide ? value >> 8 : value)) };
}

function readEntries(
  dataset: DicomDataset,
  tag: string,
  entries: number,
): ArrayLike<number> & { some: Uint16Array['some'] } {
  const words = readWords(dataset, tag);
  if (words.length >= entries) return words.subarray(0, entries);
  // 8-bit entries are packed two to a word, the first in the low byte.
  return Uint16Array.from({ length: Math.min(entries, words.length * 2) }, (_, index) => {
    const word = words[index >> 1] ?? 0;
    return index % 2 === 0 ? word & 255 : word >> 8;
  });
}

/** An element as 16-bit words, whether it was parsed as numbers (US) or as bytes (OW). */
function readWords(dataset: DicomDataset, tag: string): Uint16Array {
  const [bytes] = binaryParts(valuesOf(dataset.elements, tag));
  if (bytes === undefined) return Uint16Array.from(numbersOf(dataset.elements, tag));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, index) =>
    view.getUint16(2 * index, !dataset.bigEndian),
  );
}

/** Discrete (0), linear (1) and indirect (2) segments; an indirect one repeats earlier ones. */
function expandSegments(segments: Uint16Array, entries: number): Uint16Array {
  const values: number[] = [];
  const word = (index: number) => segments[index] ?? 0;
  const expandOne = (position: number): number => {
    const length = word(position + 1);
    if (word(position) === 0) {
      for (let index = 0; index < length; index += 1) values.push(word(position + 2 + index));
      return position + 2 + length;
    }
    if (word(position) === 1) {
      const from = values.at(-1) ?? 0;
      const step = (word(position + 2) - from) / Math.max(1, length);
      for (let index = 1; index <= length; index += 1) values.push(Math.round(from + step * index));
      return position + 3;
    }
    if (word(position) !== 2) throw damagedPalette('segmented');
    let source = (word(position + 2) + word(position + 3) * 65_536) >> 1;
    for (let index = 0; index < length; index += 1) {
      // Only discrete and linear segments may be repeated, so a table cannot call itself.
      if (word(source) > 1) throw damagedPalette('segmented');
      source = expandOne(source);
    }
    return position + 4;
  };
  let position = 0;
  while (position < segments.length && values.length < entries) position = expandOne(position);
  return Uint16Array.from(values.slice(0, entries));
}

function damagedPalette(which: string): AppError {
  return new AppError(
    'unreadable-file',
    `The ${which} colour table of the DICOM picture is missing or damaged. Export the picture as RGB.`,
  );
}
