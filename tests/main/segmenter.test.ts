import { expect, test } from 'vitest';
import { Segmenter } from '../../main/segmenter.js';
import type { JobKind, JobOutput, LoadedModel, WorkerHost } from '../../main/worker/protocol.js';
import { AppError } from '../../shared/errors.js';
import { encodeMask } from '../../shared/labelmap.js';
import { tinyManifest } from '../support/tiny-models.js';
import { insertInstance, openForTest, rectangle, temporaryFolder } from './store/support.js';

/** Models that share one network; only their ids, versions and thresholds differ. */
const manifests = [
  { ...tinyManifest('plain', 'a'.repeat(64)), threshold: 0.5 },
  { ...tinyManifest('careful', 'a'.repeat(64)), threshold: 0.3 },
];

/** A segmenter with a library of one picture, whose worker does what `work` does. */
async function table(work: (threshold: number, signal: AbortSignal | undefined) => Promise<void>) {
  const library = await openForTest(await temporaryFolder());
  const instance = insertInstance(library);
  const thresholds: number[] = [];
  const run = async (
    _kind: JobKind,
    input: { model: LoadedModel },
    options?: { signal?: AbortSignal },
  ): Promise<JobOutput<'segment'>> => {
    const { threshold } = input.model.manifest;
    thresholds.push(threshold);
    await work(threshold, options?.signal);
    return {
      provider: 'cpu',
      threads: 1,
      fallback: null,
      width: instance.width,
      height: instance.height,
      frames: 1,
      probability: { width: 1, height: 1, values: new Uint8Array(2) },
      mask: encodeMask(rectangle(1, 1, 5, threshold * 20)),
      confidence: 0.9,
      threshold,
      decodeMs: 1,
      preprocessMs: 1,
      runMs: 1,
      peakRssMb: 1,
    };
  };
  const segmenter = new Segmenter({
    library,
    workers: { run, queued: () => 0, close: () => Promise.resolve() } as unknown as WorkerHost,
    loadModel: (id) => {
      const manifest = manifests.find((known) => known.id === (id ?? 'plain'));
      if (manifest === undefined) throw new AppError('not-found', 'no such model');
      return Promise.resolve({ folder: '/models/x', manifest });
    },
    device: () => 'cpu',
    onStatus: () => undefined,
    onProposal: () => undefined,
    threads: 1,
  });
  Object.assign(library.blobs, { verifiedPath: () => Promise.resolve('picture') });
  return { library, segmenter, thresholds, at: { instanceId: instance.id, frame: 0 } };
}

test('models that share a network but not the threshold each have a run of their own', async () => {
  const { segmenter, thresholds, at } = await table(() => Promise.resolve());
  const plain = await segmenter.run({ ...at, modelId: 'plain' }, 'reader');
  const careful = await segmenter.run({ ...at, modelId: 'careful' }, 'reader');
  expect(thresholds).toEqual([0.5, 0.3]);
  expect([plain.run.threshold, careful.run.threshold]).toEqual([0.5, 0.3]);
  expect(plain.mask).not.toEqual(careful.mask);
  const again = await segmenter.run({ ...at, modelId: 'plain' }, 'reader');
  expect(again.revisionId).toBe(plain.revisionId);
  expect(thresholds).toHaveLength(2);
});

test('a run that the reader gives up is rejected and leaves no proposal', async () => {
  const { library, segmenter, at } = await table(
    (_threshold, signal) =>
      new Promise((_resolve, reject) => {
        const give = (): void => {
          reject(new AppError('cancelled', 'given up'));
        };
        if (signal?.aborted === true) give();
        signal?.addEventListener('abort', give);
      }),
  );
  const early = segmenter.run({ ...at, modelId: 'plain' }, 'reader');
  segmenter.cancel({ ...at, modelId: null });
  await expect(early).rejects.toMatchObject({ code: 'cancelled' });
  const late = segmenter.run({ ...at, modelId: 'plain' }, 'reader');
  setTimeout(() => {
    segmenter.cancel({ ...at, frame: 1, modelId: null });
    segmenter.cancel({ ...at, modelId: null });
  });
  await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  expect(library.proposals.current(at.instanceId, 0)).toBeNull();
  expect(segmenter.status().queued).toBe(0);
});
