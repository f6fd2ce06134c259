import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { constants, crc32, deflate } from 'node:zlib';
import { forEachRun, type RunLengthMask } from '../shared/labelmap.js';

const deflateAsync = promisify(deflate);

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BIT_DEPTH = 8;
const GREY = 0;

/** The value of a mask's foreground in a picture of several. */
export interface Label {
  readonly mask: RunLengthMask;
  /** 1 to 255 */
  readonly value: number;
}

const FOREGROUND = 255;

/** A mask as an 8-bit grey PNG of 0 and 255, the form of the ISIC challenges. */
export async function maskToPng(mask: RunLengthMask): Promise<Uint8Array> {
  return labelsToPng([{ mask, value: FOREGROUND }]);
}

/**
 * Masks of one size as an 8-bit grey PNG of their values and 0; where they overlap, the last holds.
 * Written here rather than by the image library because run-length deflate makes it in a third of
 * the time and a thirtieth of the size.
 */
export async function labelsToPng(labels: readonly [Label, ...Label[]]): Promise<Uint8Array> {
  const [{ mask }] = labels;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(mask.width, 0);
  header.writeUInt32BE(mask.height, 4);
  header.set([BIT_DEPTH, GREY], 8);
  const bytes = new Uint8Array((mask.width + 1) * mask.height);
  for (const label of labels) writeScanlines(label, bytes);
  const pixels = await deflateAsync(bytes, { strategy: constants.Z_RLE });
  return Buffer.concat([
    SIGNATURE,
    ...chunk('IHDR', header),
    ...chunk('IDAT', pixels),
    ...chunk('IEND'),
  ]);
}

/** Into rows of pixels, each behind its filter byte (0: none). */
function writeScanlines({ mask, value }: Label, bytes: Uint8Array): void {
  const { width } = mask;
  forEachRun(mask, (start, length) => {
    let position = start;
    const end = start + length;
    while (position < end) {
      const row = Math.floor(position / width);
      const stop = Math.min(end, (row + 1) * width);
      // A pixel is preceded by the filter bytes of its own row and of those above.
      bytes.fill(value, position + row + 1, stop + row + 1);
      position = stop;
    }
  });
}

function chunk(type: string, content: Uint8Array = new Uint8Array()): Uint8Array[] {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length, 0);
  head.write(type, 4, 'latin1');
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content, crc32(head.subarray(4))), 0);
  return [head, content, check];
}
