import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { encodeMask } from '../../../shared/labelmap.js';
import {
  insertInstance,
  insertProposal,
  model,
  openForTest,
  rectangle,
  temporaryFolder,
} from './support.js';

describe('proposals', () => {
  test('come back with their run, mask and probability map', async () => {
    const library = await openForTest(await temporaryFolder(), { now: () => 5 });
    const { id } = insertInstance(library);
    const mask = rectangle(3, 3, 12, 12);
    const proposal = await insertProposal(library, id, mask);
    expect(proposal.mask).toEqual(encodeMask(mask));
    expect(proposal.run).toMatchObject({ instanceId: id, frame: 0, model, createdAtMs: 5 });
    expect(library.proposals.current(id, 0)).toEqual(proposal);
    const { threshold } = proposal.run;
    expect(library.proposals.latestOf(id, 0, { ...model, threshold })).toEqual(proposal);
    expect(library.proposals.current(id, 1)).toBeNull();
    const { width, height, values } = await library.proposals.probability(proposal.run.id);
    expect([width, height, ...values]).toEqual([4, 2, ...Array(16).keys()]);
    expect(library.revisions.get(proposal.revisionId)).toMatchObject({
      source: 'model',
      model,
      runId: proposal.run.id,
      areaPx: { lesion: 81 },
    });
  });

  test('of other models do not take the place of the one that proposes', async () => {
    const other = { ...model, id: 'other' };
    for (const proposingModelId of [model.id, 'absent', null]) {
      const library = await openForTest(await temporaryFolder(), { proposingModelId });
      const { id } = insertInstance(library);
      const mask = rectangle(3, 3, 12, 12);
      await insertProposal(library, id, mask, { confidence: 0.9 });
      await insertProposal(library, id, mask, { model: other, confidence: 0.1 });
      const expected = proposingModelId === model.id ? 0.9 : 0.1;
      expect(library.proposals.current(id, 0)?.run.confidence).toBe(expected);
      expect(library.catalogue.summary(id).confidence).toBe(expected);
      const page = { offset: 0, limit: 1, status: null, search: '' } as const;
      expect(library.catalogue.list(page).instances[0]?.confidence).toBe(expected);
    }
  });

  test('leave no run when the mask does not fit the picture', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    const wrong = rectangle(0, 0, 1, 1, { width: 5, height: 5 });
    await expect(insertProposal(library, id, wrong)).rejects.toMatchObject({ code: 'bad-input' });
    expect(library.proposals.current(id, 0)).toBeNull();
    expect(library.revisions.list(id)).toEqual([]);
  });

  test('say so when the probability map was altered or the run is unknown', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    const { run } = await insertProposal(library, id, rectangle(3, 3, 12, 12));
    const [name = ''] = await library.blobs.list();
    await writeFile(library.blobs.path(name.slice(3)), 'altered');
    await expect(library.proposals.probability(run.id)).rejects.toMatchObject({
      code: 'library-damaged',
    });
    await expect(library.proposals.probability('unknown-run')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
