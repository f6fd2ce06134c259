import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.js';
import type { Refusal } from '../../../shared/domain.js';
import { systemErrorCode } from '../atomic-write.js';

const maxFiles = 200_000;
const maxDepth = 64;
/** Larger than any picture the decoder accepts; keeps a disk image from being copied. */
const maxFileBytes = 4 * 1024 ** 3;

export interface FileList {
  /** Absolute or relative as the paths given were, in order of their names. */
  files: string[];
  refusals: Refusal[];
}

/**
 * The regular files of some paths, folders with all that is below. Symbolic links are not
 * followed; names with a leading dot are passed over below a folder.
 * @throws AppError `too-large` for more files than an import takes, `cancelled`.
 */
export async function listFiles(paths: readonly string[], signal?: AbortSignal): Promise<FileList> {
  const list: FileList = { files: [], refusals: [] };
  for (const path of paths) await visit(path, 0, list, signal);
  return list;
}

async function visit(
  path: string,
  depth: number,
  list: FileList,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted) throw new AppError('cancelled', 'The import was cancelled.');
  const refuse = (code: Refusal['code'], reason: string): void => {
    list.refusals.push({ fileName: basename(path), code, reason });
  };
  try {
    const found = await lstat(path);
    if (found.isDirectory()) {
      if (depth >= maxDepth) {
        refuse('too-large', 'The folders are nested too deeply. Import this one by itself.');
        return;
      }
      const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
      for (const name of names) await visit(join(path, name), depth + 1, list, signal);
    } else if (found.isSymbolicLink()) {
      refuse('unsupported-format', 'It is a link. Import the file it points to.');
    } else if (!found.isFile()) {
      refuse('unsupported-format', 'It is not a file.');
    } else if (found.size === 0) {
      refuse('unreadable-file', 'The file is empty.');
    } else if (found.size > maxFileBytes) {
      refuse('too-large', 'The file is larger than 4 GB.');
    } else {
      list.files.push(path);
    }
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (thrown instanceof AppError || code === null) throw thrown;
    refuse('unreadable-file', reasonOfSystemError(code));
  }
  if (list.files.length > maxFiles) {
    throw new AppError(
      'too-large',
      `There are more than ${String(maxFiles)} files. Import the folders one by one.`,
    );
  }
}

/** A sentence without the path, for a failed read. */
export function reasonOfSystemError(code: string): string {
  if (code === 'ENOENT') return 'The file is not there any more.';
  if (code === 'EACCES' || code === 'EPERM') return 'You are not allowed to read it.';
  return `The file cannot be read (${code}).`;
}
