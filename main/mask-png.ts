import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { AppError } from '../shared/errors.js';
import { forEachRun, type RunLengthMask } from '../shared/labelmap.js';
import { RowCompressor } from './row-compressor.js';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BIT_DEPTH = 8;
const GREY = 0;

/** The value of a mask's foreground in a picture of several. */
export interface Label {
  readonly mask: RunLengthMask;
  /** 1 to 255 */
  readonly value: number;
}

/** Of a mask alone, the value of the ISIC challenges. */
export const FOREGROUND = 255;

/** A mask as an 8-bit grey PNG of 0 and 255, the form of the ISIC challenges. */
export async function maskToPng(mask: RunLengthMask): Promise<Uint8Array> {
  return labelsToPng([{ mask, value: FOREGROUND }]);
}

/** Masks of one size as an 8-bit grey PNG of their values and 0; where they overlap, the last holds. */
export async function labelsToPng(labels: readonly [Label, ...Label[]]): Promise<Uint8Array> {
  const [{ mask }] = labels;
  const png = new LabelPng(mask.width, mask.height);
  await png.add(labels);
  return png.finish();
}

/**
 * An 8-bit grey PNG made from strips of its rows, from the top: each is compressed while the next is
 * made. The bytes are the same however the rows are cut.
 *
 * Written here rather than by the image library because run-length deflate makes it in a third of the
 * time and a thirtieth of the size.
 */
export class LabelPng {
  readonly #width: number;
  readonly #height: number;
  readonly #compressor: RowCompressor;
  #rows = 0;

  /** @param compressor made beforehand where there is time for it */
  constructor(width: number, height: number, compressor = new RowCompressor()) {
    this.#width = width;
    this.#height = height;
    this.#compressor = compressor;
  }

  /**
   * Takes the next rows: masks of one size, of the picture's width. Resolves when they are being
   * compressed.
   */
  async add(labels: readonly [Label, ...Label[]]): Promise<void> {
    const [{ mask }] = labels;
    const bytes = new Uint8Array((mask.width + 1) * mask.height);
    for (const label of labels) writeScanlines(label, bytes);
    this.#rows += mask.height;
    await this.#compressor.add(bytes, { last: this.#rows === this.#height });
  }

  /** The PNG, once its rows are compressed. All of them must have been added. */
  async finish(): Promise<Uint8Array> {
    if (this.#rows !== this.#height) {
      throw new AppError('internal', 'a PNG lacks rows, or has too many');
    }
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.#width, 0);
    header.writeUInt32BE(this.#height, 4);
    header.set([BIT_DEPTH, GREY], 8);
    const pixels = Buffer.concat(await this.#compressor.finish());
    return Buffer.concat([
      SIGNATURE,
      ...chunk('IHDR', header),
      ...chunk('IDAT', pixels),
      ...chunk('IEND'),
    ]);
  }
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
