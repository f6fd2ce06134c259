import { describe, expect, test } from 'vitest';
import { agreementMatrix, scoresAgainst } from '../../../renderer/comparison/agreement-rows.js';
import { firstChoice, sourcesOf } from '../../../renderer/comparison/sources.js';
import type { ModelSummary, Revision } from '../../../shared/domain.js';
import { emptyMask, maskFromPixels } from '../../../shared/labelmap.js';

const model = (id: string): ModelSummary => ({
  id,
  version: '1.0.0',
  sha256: 'a'.repeat(64),
  title: id,
  description: '',
  license: '',
  trainedOn: '',
  intendedUse: '',
  params: 1,
  macs: 1,
  threshold: 0.5,
  metrics: {},
  inputSize: { width: 256, height: 256 },
  metricsNote: '',
  isDefault: false,
});

const revision = (id: string, source: Revision['source'], frame = 0): Revision => ({
  id,
  instanceId: 'instance',
  frame,
  parentId: null,
  source,
  model: null,
  reader: null,
  runId: null,
  sources: [],
  sourceThresholds: {},
  imported: null,
  createdAtMs: 0,
  areaPx: {},
});

describe('what can be compared', () => {
  test('is each model, and of the masks people made the newest of the frame', () => {
    const revisions = [
      revision('first', 'reader'),
      revision('second', 'reader'),
      revision('other-frame', 'reader', 1),
      revision('known', 'truth'),
      revision('run', 'model'),
    ];
    const found = sourcesOf([model('a'), model('b')], revisions, 0);
    const keys = ['model:a', 'model:b', 'reader', 'truth', 'staple', 'revision:first'];
    expect(found.map(({ key }) => key)).toEqual(keys);
    expect(found[2]).toMatchObject({ revision: { id: 'second' } });
  });

  test('each other reader has the newest of theirs', () => {
    const by = (id: string, reader: string) => ({ ...revision(id, 'reader'), reader });
    const revisions = [by('1', 'ann'), by('2', 'ben'), by('3', 'ann')];
    expect(sourcesOf([], revisions, 0).map(({ key }) => key)).toEqual([
      'reader',
      'reader:ben',
      'revision:1',
    ]);
  });

  test('a majority needs three models', () => {
    const found = sourcesOf(['a', 'b', 'c'].map(model), [], 0);
    expect(found.map(({ key }) => key)).toEqual([
      'model:a',
      'model:b',
      'model:c',
      'majority',
      'staple',
    ]);
    expect(firstChoice(found)).toEqual(['model:a', 'model:b', 'model:c']);
  });

  test('of many models as many are shown as fit beside the known mask', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(model);
    const chosen = firstChoice(sourcesOf(many, [revision('known', 'truth')], 0));
    expect(chosen).toHaveLength(6);
    expect(chosen.at(-1)).toBe('truth');
  });
});

test('numbers of two masks, none where one is missing', () => {
  const left = maskFromPixels(Uint8Array.of(1, 1, 0, 0), 4, 1);
  const middle = maskFromPixels(Uint8Array.of(0, 1, 1, 0), 4, 1);
  expect(agreementMatrix([left, middle, null])).toEqual([
    [1, 1 / 3, null],
    [1 / 3, 1, null],
    [null, null, null],
  ]);
  expect(scoresAgainst(left, middle)).toMatchObject({ jaccard: 1 / 3, dice: 0.5 });
  expect(scoresAgainst(emptyMask(4, 1), emptyMask(4, 1))).toEqual({
    jaccard: 1,
    dice: 1,
    sensitivity: 1,
    specificity: 1,
    hausdorff95: 0,
    meanSurfaceDistance: 0,
    surfaceDice: 1,
  });
});
