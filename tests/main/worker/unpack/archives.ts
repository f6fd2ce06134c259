import { crc32, deflateRawSync } from 'node:zlib';

/** Archives with whatever a hostile one may hold, byte by byte: packers refuse to make them. */

export interface ZipEntry {
  name: string;
  bytes: Buffer;
  /** Unix mode in the upper half of the attributes; 0: the packer knew none. */
  mode?: number;
  /** Bit 0: encrypted, bit 11: the name is UTF-8. */
  flags?: number;
  /** What the headers state in place of the truth. */
  stated?: { size?: number; crc?: number };
}

export const regularFile = 0o100644;
export const symbolicLink = 0o120777;

/** Every entry deflated. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, mode = regularFile, flags = 0x800, stated = {} } of entries) {
    const packed = deflateRawSync(bytes);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(stated.crc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(stated.size ?? bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), common]);
    const record = Buffer.alloc(46);
    record.write('PK\x01\x02', 0, 'latin1');
    record.writeUInt16LE((3 << 8) | 20, 4);
    common.copy(record, 6);
    record.writeUInt32LE((mode << 16) >>> 0, 38);
    record.writeUInt32LE(offset, 42);
    central.push(record, nameBytes);
    local.push(head, nameBytes, packed);
    offset += head.length + nameBytes.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

export interface TarEntry {
  name: string;
  bytes?: Buffer;
  /** 0 file, 1 hard link, 2 symbolic link, 3 device, 5 folder, 6 pipe. */
  type?: string;
  link?: string;
}

export function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, bytes = Buffer.alloc(0), type = '0', link = '' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157, 100);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
    return [header, bytes, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
