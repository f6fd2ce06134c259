import { describe, expect, test } from 'vitest';
import type { GateSetting } from '../../../../shared/review/worklist.js';
import type { Library } from '../../../../main/store/library.js';
import {
  insertInstance,
  insertProposal,
  lesion,
  model,
  openForTest,
  rectangle,
  temporaryFolder,
} from '../support.js';

const proposing = { ...model, threshold: 0.5 };
const proposed = rectangle(4, 4, 14, 14);
const setting: GateSetting = { leastConfidence: 0.7, controlRate: 1, failureLimit: 0.1, seed: 3 };

/** A library with one picture for each confidence. */
async function withProposals(confidences: readonly number[]): Promise<[Library, string[]]> {
  const library = await openForTest(await temporaryFolder(), { proposingModelId: model.id });
  const ids: string[] = [];
  for (const confidence of confidences) {
    const { id } = insertInstance(library);
    await insertProposal(library, id, proposed, { confidence });
    ids.push(id);
  }
  return [library, ids];
}

function passAll(library: Library): number {
  let passed = 0;
  for (let some = library.gate.letPass(null); some > 0; some = library.gate.letPass(null)) {
    passed += some;
  }
  return passed;
}

/** A reader draws, submits, and the gate looks at it. */
function read(library: Library, id: string, mask: ReturnType<typeof rectangle> | null): boolean {
  const at = { instanceId: id, frame: 0 };
  if (mask) {
    const edit = { ...at, kind: 'stroke', fromRevisionId: null } as const;
    library.journal.append({ ...edit, changes: lesion(mask) }, 'anna');
    library.journal.commit(at, 'anna');
  }
  library.records.submit(at, 'anna');
  const submitted = library.revisions.checkpoint({ ...at, reader: 'anna' })?.id ?? null;
  return library.gate.control(id, submitted);
}

describe('the gate', () => {
  test('lets confident proposals pass, and nothing that was read or is assigned', async () => {
    const [library, [low = '', high = '', readOne = '', assigned = '']] = await withProposals([
      0.5, 0.9, 0.9, 0.9,
    ]);
    read(library, readOne, proposed);
    library.assignments.assign([assigned], ['bert'], 'each', 'chief');
    library.gate.open(setting, proposing, 'chief');
    expect(passAll(library)).toBe(1);
    expect(library.gate.allUnreviewed()).toEqual([high]);
    expect(library.catalogue.summary(high).status).toBe('model-unreviewed');
    expect(library.gate.unreviewed(low)).toBeNull();
    expect(library.gate.status()).toMatchObject({ state: 'open', passed: 1 });
    // What is assigned later waits for its reader.
    library.assignments.assign([high], ['bert'], 'each', 'chief');
    expect(library.gate.allUnreviewed()).toEqual([]);
    expect(library.catalogue.summary(high).status).toBe('proposed');
    library.assignments.unassign([high], 'chief');
    expect(library.gate.allUnreviewed()).toEqual([high]);
    const counts = () =>
      library.catalogue.list({ offset: 0, limit: 1, status: 'model-unreviewed' }).counts;
    expect(counts()).toMatchObject({ 'model-unreviewed': 1, proposed: 2 });
    library.gate.close('chief');
    expect(library.gate.allUnreviewed()).toEqual([]);
    expect(counts()).toMatchObject({ 'model-unreviewed': 0, proposed: 3 });
    library.trash.put([high], 'chief');
    library.gate.open(setting, proposing, 'chief');
    expect(passAll(library)).toBe(0);
    const acts = library.audit.entries(0, 1000).map(({ action }) => action);
    for (const act of ['gate.opened', 'gate.passed', 'gate.closed', 'picture.assigned']) {
      expect(acts).toContain(act);
    }
  });

  test('draws its control by the seed, at about the rate, the same in every copy', async () => {
    const [library, ids] = await withProposals(Array.from({ length: 60 }, () => 0.9));
    const drawnWith = (seed: number): number => {
      library.gate.open({ ...setting, controlRate: 0.3, seed }, proposing, 'chief');
      expect(passAll(library)).toBe(ids.length);
      return library.gate.status()?.control.drawn ?? 0;
    };
    const drawn = drawnWith(5);
    expect(drawn).toBeGreaterThan(8);
    expect(drawn).toBeLessThan(30);
    expect(drawnWith(5)).toBe(drawn);
  });

  test('stops when the control fails more often than the limit allows', async () => {
    const [library, ids] = await withProposals([0.9, 0.9, 0.9, 0.9]);
    library.gate.open(setting, proposing, 'chief');
    passAll(library);
    const [a = '', b = '', c = ''] = ids;
    expect(read(library, a, proposed)).toBe(false);
    expect(read(library, b, rectangle(20, 20, 30, 28))).toBe(false);
    expect(library.gate.status()?.control).toMatchObject({ judged: 2, failed: 1 });
    expect(read(library, c, rectangle(20, 20, 30, 28))).toBe(true);
    expect(library.gate.status()).toMatchObject({ state: 'stopped', control: { failed: 2 } });
    expect(library.gate.allUnreviewed()).toEqual([]);
    expect(passAll(library)).toBe(0);
    expect(library.audit.entries(0, 1000).at(-1)).toMatchObject({ action: 'gate.stopped' });
  });

  test('stops when more failed than the limit, once enough controls were read to say so', async () => {
    const [library, ids] = await withProposals(Array.from({ length: 21 }, () => 0.9));
    library.gate.open({ ...setting, failureLimit: 0.05 }, proposing, 'chief');
    passAll(library);
    const elsewhere = rectangle(20, 20, 30, 28);
    // One of ten and two of twenty pass the limit; a test alone would go on with both.
    const stopped = ids.map((id, turn) =>
      read(library, id, [9, 19].includes(turn) ? elsewhere : proposed),
    );
    expect(stopped.indexOf(true)).toBe(19);
    expect(library.gate.status()).toMatchObject({
      state: 'stopped',
      control: { judged: 20, failed: 2 },
    });
    expect(library.gate.status()?.control.p).toBeGreaterThan(0.05);
  });

  test('does not judge what was submitted without a mask', async () => {
    const [library, [a = '']] = await withProposals([0.9]);
    library.gate.open(setting, proposing, 'chief');
    passAll(library);
    expect(read(library, a, null)).toBe(false);
    expect(library.gate.status()?.control).toMatchObject({ judged: 0, withoutMask: 1, p: 1 });
  });

  test('says how many proposals wait and how confident they are; refuses to be blind', async () => {
    const [library] = await withProposals([0.2, 0.8, 0.5]);
    const { pictures, levels } = library.gate.waiting(proposing);
    expect([pictures, levels.length, levels[0], levels[50], levels[100]]).toEqual([
      3, 101, 0.2, 0.5, 0.8,
    ]);
    expect(() => {
      library.gate.open({ ...setting, controlRate: 0 }, proposing, 'chief');
    }).toThrow(/without a control/);
  });
});
