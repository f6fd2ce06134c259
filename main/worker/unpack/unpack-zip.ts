import { crc32 } from 'node:zlib';
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../../../shared/errors.js';
import type { UnpackTarget } from './unpack-target.js';

/** Unix kinds of files in the upper half of the attributes; 0 where the system that packed had none. */
const kindMask = 0o170000;
const regular = 0o100000;
const folder = 0o040000;

/** @throws AppError `unreadable-file` for a damaged archive, and as the target does. */
export async function unpackZip(path: string, target: UnpackTarget): Promise<void> {
  // Names are read here: the library would give up the archive at the first bad one.
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry;
      await unpackEntry(
        zip,
        entry,
        getFileNameLowLevel(flags, fileNameRaw, extraFields, false),
        target,
      );
    }
  } finally {
    zip.close();
  }
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  name: string,
  target: UnpackTarget,
): Promise<void> {
  target.count(name);
  const kind = (entry.externalFileAttributes >>> 16) & kindMask;
  if (name.endsWith('/') || kind === folder) return;
  if (kind !== 0 && kind !== regular) target.refuse(name, 'It is a link or a device, not a file.');
  else if (entry.isEncrypted()) {
    target.refuse(name, 'It is locked with a password. Unpack it and import what is in it.');
  } else if (!entry.canDecodeFileData()) {
    target.refuse(name, 'It is packed in a way that is not read. Pack it as an ordinary zip.');
  } else await target.write(name, checkedBytes(zip, entry));
}

/** Opened when it is read, so that what is refused by its name is not opened. */
async function* checkedBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
  let sum = 0;
  for await (const piece of stream) {
    sum = crc32(piece, sum);
    yield piece;
  }
  if (sum !== entry.crc32) {
    throw new AppError(
      'unreadable-file',
      'The archive is damaged: the checksum of an entry is wrong. Copy it again from its source.',
    );
  }
}
