import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importFile } from '../../../main/store/import/import-file.js';
import { fingerprintsOf } from '../../../main/store/snapshot/fingerprints.js';
import type { WorkerHost } from '../../../main/worker/protocol.js';
import { AppError, type ErrorCode } from '../../../shared/errors.js';
import { openForTest, pictureWorker, temporaryFolder, writeNoisePng } from './support.js';

/** A library of three pictures, and a worker that fails so at the second. */
async function withFailure(code: ErrorCode) {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const ids: string[] = [];
  for (const seed of [1, 2, 3]) {
    const fileName = `${String(seed)}.png`;
    const path = await writeNoisePng(join(folder, fileName), seed);
    const given = { path, fileName, origin: 'imported' as const };
    ids.push((await importFile(library, pictureWorker, given)).instance.id);
  }
  const bad = library.blobs.path(library.instances.get(ids[1] ?? '').sha256);
  const worker: WorkerHost = {
    ...pictureWorker,
    run: (kind, input, options) =>
      'path' in input && input.path === bad
        ? Promise.reject(new AppError(code, 'in this test'))
        : pictureWorker.run(kind, input, options),
  };
  return fingerprintsOf(library, worker, ids);
}

const ofOneFile = [
  'unreadable-file',
  'worker-crashed',
  'deadline-exceeded',
  'out-of-memory',
] as const;

test.each(ofOneFile)('a picture that ends in %s does not end the search', async (code) => {
  const found = await withFailure(code);
  expect(found.map((each) => each !== null)).toEqual([true, false, true]);
});

test('what is not of one picture ends the search', async () => {
  await expect(withFailure('disk-full')).rejects.toMatchObject({ code: 'disk-full' });
});
