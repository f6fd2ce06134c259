import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.js';
import { encodeMask, maskFromPixels } from '../../shared/labelmap.js';
import { inspectBytes } from './decode.js';
import { readBoundedFile } from './decode/read-file.js';
import { readGreyPicture } from './grey-picture.js';
import type { JobInput, JobOutput } from './protocol.js';

/** Of a grey picture with more than two values, what is brighter is foreground. */
const foregroundAbove = 128;

/**
 * Everything an import needs of one picture's file, read once: its hash, what its header says, and
 * where asked a copy that was synced, read again and compared.
 * @throws AppError as `inspect` does, `disk-full`, `write-failed`
 */
export async function intake({ path, copy }: JobInput<'intake'>): Promise<JobOutput<'intake'>> {
  const bytes = readBoundedFile(path);
  const sha256 = hashOf(bytes);
  const inspection = await inspectBytes(bytes);
  if (copy === null) return { sha256, inspection, copied: false };
  const kept = join(copy.keptIn, sha256.slice(0, 2), sha256);
  const copied = !isIntact(kept, bytes, sha256);
  if (copied) writeCopy(copy.output, bytes, sha256);
  return { sha256, inspection, copied };
}

/**
 * A mask picture as run lengths: the pixels of some values, or where none are named, those of the
 * only value beside 0, or of several what is bright.
 */
export async function importMask({
  path,
  values,
}: JobInput<'importMask'>): Promise<JobOutput<'importMask'>> {
  const { width, height, grey } = await readGreyPicture(path);
  const inside = insideTable(grey, values);
  const pixels = grey.map((value) => inside[value] ?? 0);
  return { width, height, mask: encodeMask(maskFromPixels(pixels, width, height)) };
}

/** Of each of the 256 values whether it is foreground. Masks of 0 and 1 are as common as of 255. */
function insideTable(grey: Uint8Array, values: readonly number[] | null): Uint8Array {
  const table = new Uint8Array(256);
  if (values !== null) {
    for (const value of values) table[value] = 1;
    return table;
  }
  const occurs = new Uint8Array(256);
  for (const value of grey) occurs[value] = 1;
  const several = occurs.subarray(1).reduce((count, one) => count + one, 0) > 1;
  return table.fill(1, several ? foregroundAbove + 1 : 1);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isIntact(path: string, bytes: Uint8Array, sha256: string): boolean {
  if (sizeAt(path) !== bytes.length) return false;
  return hashOf(readFileSync(path)) === sha256;
}

/** Null where nothing can be found: a new copy takes its place, or says why it cannot. */
function sizeAt(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}

function writeCopy(output: string, bytes: Uint8Array, sha256: string): void {
  try {
    const file = openSync(output, 'wx', 0o600);
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (hashOf(readFileSync(output)) === sha256) return;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw notWritten(cause);
    throw new AppError('disk-full', 'The disk is full. Free some space and try again.', { cause });
  }
  throw notWritten('the copy read back differs');
}

function notWritten(cause: unknown): AppError {
  return new AppError(
    'write-failed',
    'A picture could not be copied into the library. Check its folder and disk.',
    { cause },
  );
}
