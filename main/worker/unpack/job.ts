import { open, realpath, stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.js';
import type { JobInput, JobOutput } from '../protocol.js';
import { archiveKind, kindBytes } from './archive-kind.js';
import { unpackTar } from './unpack-tar.js';
import { UnpackTarget, usualLimits, type UnpackLimits } from './unpack-target.js';
import { unpackZip } from './unpack-zip.js';

/**
 * Unpacks a zip or tar archive, told by its content, into a folder that exists and is empty.
 * Whoever asked removes the folder, also after an error.
 *
 * @throws AppError `unsupported-format`, `unreadable-file`, `too-large`, `disk-full`, `write-failed`
 */
export async function unpack(
  { path, folder }: JobInput<'unpack'>,
  limits: UnpackLimits = usualLimits,
): Promise<JobOutput<'unpack'>> {
  const { size } = await stat(path);
  const kind = await kindOf(path);
  const target = new UnpackTarget(await realpath(folder), size, limits);
  try {
    if (kind === 'zip') await unpackZip(path, target);
    else if (kind === 'tar' || kind === 'gzip') await unpackTar(path, target);
    else {
      throw new AppError(
        'unsupported-format',
        'The file is no zip or tar archive. Unpack it and import what is in it.',
      );
    }
  } catch (cause) {
    throw asAppError(cause);
  }
  return { files: target.files, refused: target.refused };
}

function asAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk-full', 'The disk is full. Free some space and try again.', { cause });
  }
  return new AppError(
    'unreadable-file',
    'The archive is damaged and cannot be unpacked. Copy it again from its source.',
    { cause },
  );
}

async function kindOf(path: string): Promise<ReturnType<typeof archiveKind>> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(kindBytes);
    const { bytesRead } = await file.read(start, 0, kindBytes, 0);
    return archiveKind(start.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
