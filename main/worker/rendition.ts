import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.js';

/**
 * The rendition file: upright RGB of one frame, ready to be streamed to the window. Sixteen bytes
 * of header (magic, width and height as little-endian uint32), then width * height * 3 bytes,
 * row-major. It imports no decoder, so main may read it.
 */
export const RENDITION_HEADER_BYTES = 16;

const MAGIC = 'LMRGB1\0\0';

export interface RenditionHeader {
  width: number;
  height: number;
  /** Size of the whole file; a shorter one was not finished and is to be made again. */
  fileBytes: number;
}

/** Write a rendition: readable by its owner only, complete or not there. */
export async function writeRendition(
  path: string,
  picture: { width: number; height: number; rgb: Uint8Array },
): Promise<void> {
  const header = Buffer.alloc(RENDITION_HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  header.writeUInt32LE(picture.width, 8);
  header.writeUInt32LE(picture.height, 12);
  // Not flushed: that would keep the window waiting, and a short file is noticed by its header.
  await writeWhole(path, [header, picture.rgb], { flush: false });
}

/** Throws `unreadable-file` for bytes that do not start a rendition. */
export function readRenditionHeader(bytes: Uint8Array): RenditionHeader {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const valid =
    header.length >= RENDITION_HEADER_BYTES && header.toString('latin1', 0, MAGIC.length) === MAGIC;
  if (!valid) {
    throw new AppError(
      'unreadable-file',
      'A cached rendition is damaged. It is made again when the picture is opened.',
    );
  }
  const width = header.readUInt32LE(8);
  const height = header.readUInt32LE(12);
  return { width, height, fileBytes: RENDITION_HEADER_BYTES + width * height * 3 };
}

/**
 * Write parts one after another into a temporary file beside `path`, flush and rename, so that
 * `path` is never half a file; unflushed it may be after a power cut. The temporary name is random,
 * since names may belong to patients.
 * Throws `disk-full` or `write-failed`.
 */
export async function writeWhole(
  path: string,
  parts: Uint8Array[],
  { flush } = { flush: true },
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.part`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      for (const part of parts) await file.writeFile(part);
      if (flush) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    if (flush) await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true });
    const full = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    throw full
      ? new AppError('disk-full', 'The disk is full. Free some space and try again.', { cause })
      : new AppError(
          'write-failed',
          'A file could not be written. Check that the folder is there and may be written to.',
          { cause },
        );
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no handle to a folder; its rename is durable by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
