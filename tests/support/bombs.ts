import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** Small files that unpack to very much, made without ever holding what they unpack to. */

const blockBytes = 1 << 20;

/**
 * Zeros as a raw deflate stream: one flushed block of a megabyte again and again, and an empty last
 * one. A thousandth of its size.
 */
export function deflatedZeros(megabytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(blockBytes), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([
    ...Array.from({ length: megabytes }, () => block),
    deflateRawSync(Buffer.alloc(0)),
  ]);
}

/** The same with the two bytes in front that PNG and TIFF have; the checksum at the end is wrong. */
export function zlibZeros(megabytes: number): Buffer {
  return Buffer.concat([Buffer.from([0x78, 0x9c]), deflatedZeros(megabytes), Buffer.alloc(4)]);
}

/** A gzip of a tar with one file of zeros. */
export function tarBomb(megabytes: number, header: Buffer): Buffer {
  const start = deflateRawSync(header, { finishFlush: constants.Z_FULL_FLUSH });
  const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  return Buffer.concat([gzipHeader, start, deflatedZeros(megabytes), Buffer.alloc(8)]);
}

/**
 * A zip of which every entry is the same stretch of the file: a few kilobytes for each of them
 * unpack to all of it once more.
 */
export function zipBomb({ entries, megabytes }: { entries: number; megabytes: number }): Buffer {
  const packed = deflatedZeros(megabytes);
  const zeros = Buffer.alloc(blockBytes);
  let sum = 0;
  for (let block = 0; block < megabytes; block += 1) sum = crc32(zeros, sum);
  const name = (index: number): Buffer => Buffer.from(`zeros-${String(index)}.png`);
  const fields = (nameBytes: number): Buffer => {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(sum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(megabytes * blockBytes, 18);
    common.writeUInt16LE(nameBytes, 22);
    return common;
  };
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields(name(0).length), name(0), packed]);
  const directory = Buffer.concat(
    Array.from({ length: entries }, (_, index) => {
      const record = Buffer.alloc(46);
      record.write('PK\x01\x02', 0, 'latin1');
      record.writeUInt16LE((3 << 8) | 20, 4);
      fields(name(index).length).copy(record, 6);
      return Buffer.concat([record, name(index)]);
    }),
  );
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

/** A PNG of chosen size whose pixels, or another compressed chunk, unpack to zeros. */
export function pngBomb(
  side: number,
  { pixels, profile }: { pixels: Buffer; profile?: Buffer },
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(2, 9);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    ...(profile ? [pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), profile]))] : []),
    ...(profile ? [pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), profile]))] : []),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Pixels of a PNG as they should be: a filter byte before each black row. */
export function blackRows(side: number): Buffer {
  return deflateSync(Buffer.alloc(side * (3 * side + 1)));
}

function pngChunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

/** A TIFF of one deflated strip (TIFF 6.0 section 2; compression 8). */
export function tiffBomb(side: number, strip: Buffer): Buffer {
  const long = 4;
  const entries: [tag: number, value: number][] = [
    [256, side],
    [257, side],
    [258, 8],
    [259, 8],
    [262, 1],
    [273, 8],
    [277, 1],
    [278, side],
    [279, strip.length],
  ];
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + strip.length, 4);
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  directory.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, value]] of entries.entries()) {
    const at = 2 + 12 * index;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(long, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  }
  return Buffer.concat([head, strip, directory]);
}

/** A DICOM file in the deflated transfer syntax. */
export function deflatedDicom(deflated: Buffer): Buffer {
  const transferSyntax = '\u0002\0\u0010\0UI\u0016\u00001.2.840.10008.1.2.1.99';
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    Buffer.from(transferSyntax, 'latin1'),
    deflated,
  ]);
}
