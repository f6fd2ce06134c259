import { expect, test, vi } from 'vitest';
import { SetJobs } from '../../main/set-jobs.js';
import { AppError } from '../../shared/errors.js';
import { installTinyModel } from '../support/tiny-models.js';
import { insertInstance, openForTest, pictureWorker, temporaryFolder } from './store/support.js';

test('a store that fails is told once, and the run goes on when it is resumed', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(`${folder}/library`);
  insertInstance(library);
  const model = await installTinyModel(folder, 'dark');
  const told: string[] = [];
  const jobs = new SetJobs({
    library,
    newWorkers: () => pictureWorker,
    loadModel: () => Promise.resolve(model),
    readerIdle: () => Promise.resolve(),
    device: () => 'cpu',
    onProgress: () => undefined,
    onProposal: () => undefined,
    onFailure: ({ code }) => told.push(code),
  });
  const full = vi.spyOn(library.setRuns, 'next').mockImplementation(() => {
    throw new AppError('disk-full', 'full');
  });
  const { id } = await jobs.start(['dark'], null);
  await vi.waitFor(() => {
    expect(told).toEqual(['disk-full']);
  });
  // Nothing tries again by itself.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(told).toEqual(['disk-full']);
  expect(full).toHaveBeenCalledTimes(1);

  full.mockRestore();
  jobs.act(id, 'resume');
  // The tests' worker runs no networks: the picture fails, and the run ends.
  await vi.waitFor(() => {
    expect(library.setRuns.get(id)).toMatchObject({ state: 'finished', done: 1, failed: 1 });
  });
  await jobs.stop();
});
