import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Refusal } from '../../../shared/domain.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { temporaryPath } from '../atomic-write.js';
import type { Library } from '../library.js';
import { listFiles } from './list-files.js';
import { refusalOf } from './refusal.js';

const archiveEnding = /\.(zip|tar|tgz|tar\.gz)$/i;

export interface GatheredFiles {
  files: string[];
  refusals: Refusal[];
  /** Removes what was unpacked; to be called when the files are done with. */
  cleanUp: () => Promise<void>;
}

/**
 * The files of some paths as listFiles gives them, with what is in their archives in the place of
 * these. A worker unpacks into a folder of the library's own, which is gone after a crash with the
 * next opening; of a library that is not there or only read, into the system's temporary folder.
 * @throws AppError as listFiles, and for what concerns more than one archive
 */
export async function gatherFiles(
  { paths, worker, signal }: { paths: readonly string[]; worker: WorkerHost; signal?: AbortSignal },
  library: Library | null,
): Promise<GatheredFiles> {
  const listed = await listFiles(paths, signal);
  const folders: string[] = [];
  const cleanUp = async (): Promise<void> => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  };
  const gathered: GatheredFiles = { files: [], refusals: [...listed.refusals], cleanUp };
  try {
    for (const path of listed.files) {
      if (!archiveEnding.test(path)) {
        gathered.files.push(path);
        continue;
      }
      const folder = await newFolder(library);
      folders.push(folder);
      try {
        const options = { lane: 'import' as const, ...(signal && { signal }) };
        const { refused } = await worker.run('unpack', { path, folder }, options);
        const inside = await listFiles([folder], signal);
        gathered.files.push(...inside.files);
        gathered.refusals.push(...inside.refusals);
        for (const { name, code, reason } of refused) {
          gathered.refusals.push({ fileName: `${basename(path)}: ${name}`, code, reason });
        }
      } catch (thrown) {
        if (signal?.aborted) throw thrown;
        gathered.refusals.push(refusalOf(path, thrown));
      }
    }
    return gathered;
  } catch (thrown) {
    await cleanUp();
    throw thrown;
  }
}

async function newFolder(library: Library | null): Promise<string> {
  if (library === null || library.readOnlyReason !== null) {
    return mkdtemp(join(tmpdir(), 'limen-unpacked-'));
  }
  const folder = temporaryPath(library.folder);
  await mkdir(folder, { mode: 0o700 });
  return folder;
}
