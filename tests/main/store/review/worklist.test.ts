import { describe, expect, test } from 'vitest';
import { encodeMask } from '../../../../shared/labelmap.js';
import type { WorklistPolicy } from '../../../../shared/review/worklist.js';
import type { Library } from '../../../../main/store/library.js';
import { refreshDisagreements } from '../../../../main/store/review/disagreements.js';
import {
  insertInstance,
  insertProposal,
  model,
  openForTest,
  rectangle,
  temporaryFolder,
} from '../support.js';

const mask = rectangle(4, 4, 14, 14);
const other = { ...model, id: 'other', sha256: 'b'.repeat(64) };

async function withProposals(confidences: readonly (number | null)[]) {
  const library = await openForTest(await temporaryFolder(), { proposingModelId: model.id });
  const ids: string[] = [];
  for (const [index, confidence] of confidences.entries()) {
    const sha256 = index.toString(16).padStart(8, '0').repeat(8);
    const { id } = insertInstance(library, { sha256 });
    if (confidence !== null) await insertProposal(library, id, mask, { confidence });
    ids.push(id);
  }
  return { library, ids };
}

function order(library: Library, policy: WorklistPolicy, reader = 'anna', seed = 1): string[] {
  const { items } = library.worklist.list(reader, { policy, seed }, 100);
  return items.map(({ instanceId }) => instanceId);
}

function submit(library: Library, instanceId: string, reader: string): void {
  library.records.submit({ instanceId, frame: 0 }, reader);
}

describe('the worklist', () => {
  test('follows its policy', async () => {
    const { library, ids } = await withProposals([0.6, null, 0.2, 0.9]);
    const [a = '', b = '', c = '', d = ''] = ids;
    expect(order(library, 'unread')).toEqual(ids);
    expect(order(library, 'low-confidence')).toEqual([c, a, d, b]);
    await insertProposal(library, d, rectangle(20, 20, 30, 28), { model: other });
    await insertProposal(library, a, rectangle(4, 4, 14, 15), { model: other });
    await refreshDisagreements(library.database, library.revisions);
    expect(order(library, 'disagreement')).toEqual([d, a, b, c]);
    expect(library.worklist.list('anna', { policy: 'disagreement', seed: 1 }, 1)).toMatchObject({
      items: [{ instanceId: d, disagreement: 1, confidence: 0.9 }],
      total: 4,
    });
    const drawn = order(library, 'random');
    expect(drawn.toSorted()).toEqual(ids.toSorted());
    expect(order(library, 'random')).toEqual(drawn);
    const seeds = [2, 3, 4, 5].map((seed) => order(library, 'random', 'anna', seed).join());
    expect(new Set(seeds).size).toBeGreaterThan(1);
    const mixture = order(library, 'mixture');
    expect(mixture.slice(0, 2)).toEqual([c, d]);
    expect(mixture.toSorted()).toEqual(ids.toSorted());
  });

  test('holds for each reader what is assigned to that reader, and what is nobody’s', async () => {
    const { library, ids } = await withProposals([0.1, 0.2, 0.3]);
    const [a = '', b = '', c = ''] = ids;
    expect(library.assignments.assign([a, b], ['anna', 'bert'], 'share', 'chief')).toBe(2);
    expect(library.assignments.assign([a], ['anna'], 'each', 'chief')).toBe(0);
    expect(order(library, 'unread', 'anna')).toEqual([a, c]);
    expect(order(library, 'unread', 'bert')).toEqual([b, c]);
    submit(library, a, 'anna');
    submit(library, c, 'bert');
    expect(order(library, 'unread', 'anna')).toEqual([]);
    expect(order(library, 'unread', 'bert')).toEqual([b]);
    library.assignments.assign([c], ['anna'], 'each', 'chief');
    expect(order(library, 'unread', 'anna')).toEqual([c]);
    expect(library.worklist.list('anna', { policy: 'unread', seed: 1 }, 9).counts).toEqual({
      'sent-back': 0,
      assigned: 1,
      control: 0,
      unread: 0,
    });
    // What anna submitted stays hers.
    expect(library.assignments.unassign([a, b, c], 'chief')).toBe(2);
    expect(library.assignments.of(a)).toEqual(['anna']);
    expect(library.assignments.of(c)).toEqual([]);
  });

  test.each(['unread', 'low-confidence'] as const)(
    'by %s goes on from a picture',
    async (policy) => {
      const { library, ids } = await withProposals([0.1, 0.2, 0.3]);
      const [a = '', b = '', c = ''] = ids;
      const next = (id: string) => library.worklist.next('anna', { policy, seed: 1 }, id);
      expect([next(a), next(b), next(c)]).toEqual([b, c, a]);
      submit(library, b, 'anna');
      expect([next(a), next(b), next(c)]).toEqual([c, c, a]);
      submit(library, a, 'anna');
      expect(next(c)).toBeNull();
    },
  );

  test('leaves out what the gate let pass, but for what it controls', async () => {
    const { library, ids } = await withProposals(Array.from({ length: 40 }, () => 0.9));
    const setting = { leastConfidence: 0.5, controlRate: 0.3, failureLimit: 0.1, seed: 5 };
    library.gate.open(setting, { ...model, threshold: 0.5 }, 'chief');
    while (library.gate.letPass(null) > 0);
    const drawn = library.gate.status()?.control.drawn ?? 0;
    expect(drawn).toBeGreaterThan(0);
    const unread = { policy: 'low-confidence', seed: 1 } as const;
    expect(library.worklist.list('anna', unread, 9).counts.control).toBe(drawn);
    expect(order(library, 'unread')).toHaveLength(drawn);
    expect(library.worklist.unreviewed()).toBe(ids.length - drawn);
    library.gate.close('chief');
    expect(order(library, 'unread')).toHaveLength(ids.length);
  });

  test.each(['unread', 'random'] as const)(
    'by %s holds a control until it is submitted, drawn on or not',
    async (policy) => {
      const { library, ids } = await withProposals([0.9, null]);
      const setting = { leastConfidence: 0.5, controlRate: 1, failureLimit: 0.1, seed: 5 };
      library.gate.open(setting, { ...model, threshold: 0.5 }, 'chief');
      library.gate.letPass(null);
      const [id = '', unread = ''] = ids;
      const at = { instanceId: id, frame: 0 };
      const drawn = [{ segment: 'lesion' as const, mask: encodeMask(rectangle(20, 20, 30, 28)) }];
      library.journal.append(
        { ...at, kind: 'stroke', fromRevisionId: null, changes: drawn },
        'anna',
      );
      library.journal.commit(at, 'anna');
      expect(order(library, policy).toSorted()).toEqual([id, unread].toSorted());
      expect(library.worklist.next('anna', { policy, seed: 1 }, unread)).toBe(id);
      submit(library, id, 'anna');
      expect(order(library, policy)).toEqual([unread]);
    },
  );
});
