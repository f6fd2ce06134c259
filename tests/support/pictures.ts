import { deflateSync } from 'node:zlib';
import { Transformer } from '@napi-rs/image';

/** Interleaved 8-bit RGB with its size. */
export interface Picture {
  width: number;
  height: number;
  rgb: Uint8Array;
}

type Colour = readonly [number, number, number];

export const quadrantColours: readonly [Colour, Colour, Colour, Colour] = [
  [200, 24, 24],
  [24, 180, 40],
  [32, 40, 210],
  [235, 225, 70],
];

/** Four colours in reading order; no turn or mirroring leaves it unchanged. */
export function quadrants(width: number, height: number): Picture {
  return paint(width, height, (x, y) => {
    const [topLeft, topRight, bottomLeft, bottomRight] = quadrantColours;
    const left = x < width / 2;
    if (y < height / 2) return left ? topLeft : topRight;
    return left ? bottomLeft : bottomRight;
  });
}

export function paint(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rgb.set(colourAt(x, y), 3 * (y * width + x));
  }
  return { width, height, rgb };
}

export function colourAt({ width, rgb }: Picture, x: number, y: number): number[] {
  return [...rgb.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
}

export function encoder({ width, height, rgb }: Picture): Transformer {
  return new Transformer(Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), rgb]));
}

/** Mean absolute difference of two pictures in levels of 255. */
export function meanDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((sum, level, index) => sum + Math.abs(level - (b[index] ?? 0)), 0) / a.length;
}

/** The picture as a camera held in the way of an EXIF orientation stores it. */
export function storedFor(orientation: number, upright: Picture): Picture {
  const { width, height } = upright;
  const right = width - 1;
  const bottom = height - 1;
  const sources: Record<number, (x: number, y: number) => [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [right - x, y],
    3: (x, y) => [right - x, bottom - y],
    4: (x, y) => [x, bottom - y],
    5: (x, y) => [y, x],
    6: (x, y) => [right - y, x],
    7: (x, y) => [right - y, bottom - x],
    8: (x, y) => [y, bottom - x],
  };
  const source = sources[orientation];
  if (!source) throw new Error(`no orientation ${orientation}`);
  const turned = orientation >= 5;
  return paint(turned ? height : width, turned ? width : height, (x, y) => {
    const [red = 0, green = 0, blue = 0] = colourAt(upright, ...source(x, y));
    return [red, green, blue];
  });
}

/** A JPEG with an EXIF block of one orientation put behind its first marker. */
export function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** A PNG with a text chunk behind its header. */
export function withText(bytes: Uint8Array, text: string): Buffer {
  const headerEnd = 33;
  const body = Buffer.from(`Comment\0${text}`, 'latin1');
  const parts = [bytes.subarray(0, headerEnd), chunk('tEXt', body), bytes.subarray(headerEnd)];
  return Buffer.concat(parts);
}

/** A PNG of any depth and colour type (PNG table 11.1) from its unfiltered rows. */
export function png(
  header: { width: number; height: number; depth: number; colourType: number },
  rows: Uint8Array[],
  extra: { type: string; body: Uint8Array }[] = [],
): Uint8Array {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(header.width, 0);
  ihdr.writeUInt32BE(header.height, 4);
  ihdr.writeUInt8(header.depth, 8);
  ihdr.writeUInt8(header.colourType, 9);
  const scanlines = Buffer.concat(rows.map((row) => Buffer.concat([Buffer.from([0]), row])));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', ihdr),
    ...extra.map(({ type, body }) => chunk(type, body)),
    chunk('IDAT', deflateSync(scanlines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

/** The checksum of PNG chunks (PNG annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
