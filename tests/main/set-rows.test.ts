import { expect, test } from 'vitest';
import { referenceOfPicture, setResults } from '../../main/set-rows.js';
import { encodeMask } from '../../shared/labelmap.js';
import {
  insertInstance,
  insertProposal,
  model,
  openForTest,
  rectangle,
  temporaryFolder,
} from './store/support.js';

test('a correction of attributes alone holds no lesion, and a known mask of them says nothing', async () => {
  const library = await openForTest(await temporaryFolder());
  const [corrected = '', known = ''] = [0, 1].map(() => insertInstance(library).id);
  const { id: setRun } = library.setRuns.create([model], [corrected, known]);
  for (const [instanceId, source] of [
    [corrected, 'reader'],
    [known, 'truth'],
  ] as const) {
    const { run } = await insertProposal(library, instanceId, rectangle(0, 0, 10, 10));
    library.setRuns.record(setRun, {
      ...{ modelId: model.id, instanceId, runId: run.id, totalMs: 1, peakRssMb: 1 },
    });
    library.revisions.insert({
      ...{ instanceId, frame: 0, parentId: null, source, model: null, runId: null },
      ...{ reader: source === 'reader' ? 'Ada' : null, journalSequence: null },
      masks: [{ segment: 'globules', mask: encodeMask(rectangle(2, 2, 4, 4)) }],
    });
  }
  const absent = () => Promise.reject(new Error('removed since'));
  const { rows } = await setResults(library, library.setRuns.get(setRun), absent);
  expect(rows.map(({ reference, areaShare }) => [reference, areaShare])).toEqual([
    ['correction', 0],
    [null, null],
  ]);
  expect(referenceOfPicture(library, known)).toBeNull();
});
