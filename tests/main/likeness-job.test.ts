import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identityHandlers } from '../../main/identity-handlers.js';
import { LikenessJob, type LikenessProgress } from '../../main/likeness-job.js';
import { importFile } from '../../main/store/import/import-file.js';
import type { WorkerHost } from '../../main/worker/protocol.js';
import { openForTest, pictureWorker, temporaryFolder, writeNoisePng } from './store/support.js';

test('a search that is cancelled ends, keeps the pairs it had, and can begin anew', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const ids: string[] = [];
  for (const seed of [1, 2, 3]) {
    const fileName = `${String(seed)}.png`;
    const path = await writeNoisePng(join(folder, fileName), seed);
    const given = { path, fileName, origin: 'imported' as const };
    ids.push((await importFile(library, pictureWorker, given)).instance.id);
  }
  const [a = '', b = ''] = ids.sort();
  library.likeness.replacePairs([{ a, b, distance: 1, correlation: 0.99 }]);

  let asked = 0;
  const hooks: { onAsked: () => void; onProgress: (progress: LikenessProgress) => void } = {
    onAsked: () => undefined,
    onProgress: () => undefined,
  };
  const workers: WorkerHost = {
    ...pictureWorker,
    run: (kind, input, options) => {
      asked += 1;
      hooks.onAsked();
      return pictureWorker.run(kind, input, options);
    },
  };
  const likeness = new LikenessJob({
    library,
    workers,
    onProgress: (progress) => {
      hooks.onProgress(progress);
    },
    onFailure: (error) => {
      throw error;
    },
  });
  const onLibraryChange = (): void => undefined;
  const handlers = identityHandlers({ library, likeness, reader: () => 'Ada', onLibraryChange });
  const cancelled = new Promise<void>((resolve) => {
    hooks.onAsked = () => {
      void Promise.resolve()
        .then(() => handlers['identity.cancelSearch']({}))
        .then(() => {
          resolve();
        });
    };
  });
  await handlers['identity.search']({});
  await cancelled;
  expect(asked).toBe(1);
  expect(likeness.progress.running).toBe(false);
  expect((await handlers['identity.pairs']({})).total).toBe(1);

  hooks.onAsked = () => undefined;
  const finished = new Promise<void>((resolve) => {
    hooks.onProgress = ({ running }) => {
      if (!running) resolve();
    };
  });
  await handlers['identity.search']({});
  await finished;
  expect((await handlers['identity.pairs']({})).total).toBe(0);
});
