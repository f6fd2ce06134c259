import { describe, expect, test } from 'vitest';
import { decodeMask, encodeMask, intersectMasks, masksEqual } from '../../../../shared/labelmap.js';
import { consensusOf, disagreementBand } from '../../../../shared/review/reader-agreement.js';
import type { ReviewAct } from '../../../../shared/review/review.js';
import { selectSamples } from '../../../../main/store/export/select-samples.js';
import type { Library } from '../../../../main/store/library.js';
import { readerAgreements } from '../../../../main/store/review/agreements.js';
import { bandOf } from '../../../../main/store/review/decisions.js';
import { reviewCases } from '../../../../main/store/review/review-cases.js';
import {
  insertInstance,
  insertProposal,
  lesion,
  model,
  openForTest,
  rectangle,
  temporaryFolder,
} from '../support.js';

const annas = rectangle(2, 2, 12, 12);
const berts = rectangle(4, 4, 14, 14);

function read(library: Library, id: string, reader: string, mask: typeof annas | null): void {
  const at = { instanceId: id, frame: 0 };
  if (mask) {
    const edit = { ...at, kind: 'stroke', fromRevisionId: null } as const;
    library.journal.append({ ...edit, changes: lesion(mask) }, reader);
    library.journal.commit(at, reader);
  }
  library.records.submit(at, reader);
}

/** One picture that anna and bert are to read, and both have. */
async function withTwoReadings() {
  const library = await openForTest(await temporaryFolder());
  const { id } = insertInstance(library);
  const at = { instanceId: id, frame: 0 };
  library.assignments.assign([id], ['anna', 'bert'], 'each', 'chief');
  read(library, id, 'anna', annas);
  const first = library.reviews.get(at);
  read(library, id, 'bert', berts);
  const act = (what: ReviewAct, reviewer = 'chief') => {
    library.reviews.act(at, what, reviewer);
  };
  return { library, id, at, first, act, status: () => library.catalogue.summary(id).status };
}

function exported(library: Library) {
  const { samples, heldBack } = selectSamples(library, { kind: 'all', references: false });
  return { revisions: samples.map(({ revision }) => revision), heldBack };
}

describe('a review', () => {
  test('sees neither names nor masks before all have submitted, and decides nothing', async () => {
    const { library, at, first, act, status } = await withTwoReadings();
    expect(first).toMatchObject({ state: 'reading', awaited: 1 });
    expect(first.readings).toMatchObject([{ name: null, revisionId: null }]);
    const { readings, state } = library.reviews.get(at);
    expect([state, status()]).toEqual(['to-review', 'to-review']);
    expect(readings.map(({ name }) => name)).toEqual(['anna', 'bert']);
    expect(exported(library).revisions).toEqual([]);
    expect(exported(library).heldBack[0]?.reason).toBe('in-review');
    library.records.reopen(at, 'bert');
    expect(() => {
      act({ act: 'reject', reason: 'blurred' });
    }).toThrow(/Not all readers/);
  });

  test('accepts one of the masks, and keeps where they differ', async () => {
    const { library, at, act, status } = await withTwoReadings();
    const [, bert] = library.reviews.get(at).readings;
    if (!bert?.revisionId) throw new Error('bert submitted a mask');
    act({ act: 'accept', revisionId: bert.revisionId });
    expect([library.reviews.get(at).state, status()]).toEqual(['accepted', 'accepted']);
    expect(exported(library).revisions.map(({ id }) => id)).toEqual([bert.revisionId]);
    const band = bandOf(library.database, { ...at, id: bert.revisionId });
    expect(band && masksEqual(band, disagreementBand([annas, berts]))).toBe(true);
    expect(library.audit.entries(0, 100).at(-1)).toMatchObject({
      actor: 'reader chief',
      action: 'review.accepted',
    });
    const other = insertInstance(library).id;
    read(library, other, 'anna', annas);
    const [stray] = library.revisions.list(other);
    expect(() => {
      act({ act: 'accept', revisionId: stray?.id ?? '' });
    }).toThrow(/Only a submitted mask/);
  });

  test('accepts a mask of the reviewer’s own', async () => {
    const { library, id, at, act } = await withTwoReadings();
    const edit = { ...at, kind: 'stroke', fromRevisionId: null } as const;
    library.journal.append({ ...edit, changes: lesion(rectangle(3, 3, 13, 13)) }, 'chief');
    const own = library.journal.commit(at, 'chief');
    act({ act: 'accept', revisionId: own?.id ?? '' });
    expect(exported(library).revisions).toMatchObject([{ reader: 'chief' }]);
    // Work after the decision changes nothing of it.
    read(library, id, 'anna', rectangle(20, 20, 22, 22));
    expect(exported(library).revisions).toMatchObject([{ reader: 'chief' }]);
  });

  test.each(['majority', 'staple'] as const)(
    'makes one of both by %s, with its sources',
    async (method) => {
      const { library, at, act } = await withTwoReadings();
      act({ act: 'consensus', method });
      const [revision] = exported(library).revisions;
      if (!revision) throw new Error('the consensus leaves the library');
      const submitted = library.reviews.get(at).readings.map(({ revisionId }) => revisionId);
      expect(revision).toMatchObject({ reader: 'chief', sources: submitted });
      const mask = decodeMask(library.revisions.lesionMask(revision.id));
      if (method === 'majority') {
        expect(masksEqual(mask, intersectMasks(annas, berts))).toBe(true);
      }
      expect(bandOf(library.database, revision)).not.toBeNull();
    },
  );

  test('rejects with a reason', async () => {
    const { library, at, act, status } = await withTwoReadings();
    act({ act: 'reject', reason: 'out of focus' });
    expect(status()).toBe('rejected');
    expect(library.reviews.get(at).decisions).toMatchObject([
      { kind: 'rejected', reason: 'out of focus', reviewer: 'chief' },
    ]);
    expect(exported(library).heldBack[0]?.reason).toBe('rejected');
  });

  test('sends back with a reason, and the reader is blind again', async () => {
    const { library, id, at, act, status } = await withTwoReadings();
    act({ act: 'send-back', readers: ['bert'], reason: 'the border at the left' });
    expect(library.reviews.get(at)).toMatchObject({ state: 'sent-back', awaited: 1 });
    expect(status()).toBe('corrected');
    const { items } = library.worklist.list('bert', { policy: 'unread', seed: 1 }, 9);
    expect(items).toMatchObject([{ reason: 'sent-back', note: 'the border at the left' }]);
    expect(library.worklist.next('bert', { policy: 'unread', seed: 1 }, 'elsewhere-1')).toBe(id);
    const seen = () =>
      library.blindness.visible(library.revisions.list(id), 'bert').map(({ reader }) => reader);
    expect(seen()).toEqual(['bert']);
    read(library, id, 'bert', rectangle(0, 0, 3, 3));
    expect(library.reviews.get(at).state).toBe('to-review');
    expect(seen()).toEqual(['anna', 'bert', 'bert']);
  });

  test('sends back to several, and each of them is told until having submitted again', async () => {
    const { library, id, at, act } = await withTwoReadings();
    const reason = 'the border at the left';
    act({ act: 'send-back', readers: ['anna', 'bert'], reason });
    const first = (reader: string) =>
      library.worklist.list(reader, { policy: 'unread', seed: 1 }, 9).items[0];
    for (const reader of ['anna', 'bert']) {
      expect(first(reader)).toMatchObject({ reason: 'sent-back', note: reason });
    }
    read(library, id, 'anna', rectangle(0, 0, 3, 3));
    expect(first('anna')).toBeUndefined();
    expect(first('bert')).toMatchObject({ reason: 'sent-back' });
    read(library, id, 'bert', rectangle(0, 0, 3, 3));
    // What is asked for later is not what was sent back then.
    act({ act: 'read-again', reader: 'anna' });
    expect(first('anna')).toMatchObject({ instanceId: at.instanceId, reason: 'assigned' });
  });

  test('counts who drew no lesion, in the window as in what is accepted', async () => {
    const { library, id, at, act } = await withTwoReadings();
    library.assignments.assign([id], ['cleo'], 'each', 'chief');
    const globules = [{ segment: 'globules' as const, mask: encodeMask(annas) }];
    library.journal.append(
      { ...at, kind: 'stroke', fromRevisionId: null, changes: globules },
      'cleo',
    );
    library.journal.commit(at, 'cleo');
    read(library, id, 'cleo', null);
    const seen = library.reviews
      .get(at)
      .readings.map(({ revisionId }) => decodeMask(library.revisions.lesionMask(revisionId ?? '')));
    act({ act: 'consensus', method: 'majority' });
    const accepted = library.revisions.lesionMask(exported(library).revisions[0]?.id ?? '');
    expect(seen).toHaveLength(3);
    expect(masksEqual(decodeMask(accepted), consensusOf('majority', seen).mask)).toBe(true);
  });

  test('keeps the attributes that any reader drew, and measures them where two did', async () => {
    const { library, id, at, act } = await withTwoReadings();
    const draw = (reader: string, segment: 'globules' | 'streaks', mask: typeof annas) => {
      const changes = [{ segment, mask: encodeMask(mask) }];
      library.journal.append({ ...at, kind: 'stroke', fromRevisionId: null, changes }, reader);
    };
    draw('anna', 'globules', rectangle(3, 3, 7, 7));
    draw('bert', 'globules', rectangle(5, 3, 9, 7));
    draw('anna', 'streaks', rectangle(8, 8, 10, 10));
    for (const reader of ['anna', 'bert']) read(library, id, reader, null);
    for (const reader of ['anna', 'bert']) {
      library.journal.commit(at, reader);
      library.records.reopen(at, reader);
      library.records.submit(at, reader);
    }
    expect(library.reviews.get(at).readings.map(({ areaPx }) => areaPx)).toEqual([
      { lesion: 100, globules: 16, streaks: 4 },
      { lesion: 100, globules: 16 },
    ]);
    const { rows } = await readerAgreements(library);
    expect(rows).toMatchObject([
      { segment: 'lesion', pictures: 1, oneOnly: 0 },
      { segment: 'streaks', pictures: 0, oneOnly: 1, mean: null },
      { segment: 'globules', pictures: 1, oneOnly: 0, mean: { dice: 0.5, iou: 8 / 24 } },
    ]);
    for (const method of ['majority', 'staple'] as const) {
      act({ act: 'consensus', method });
      const agreed = exported(library).revisions[0]?.id ?? '';
      const streaks = decodeMask(library.revisions.segmentMask(agreed, 'streaks'));
      expect(masksEqual(streaks, rectangle(8, 8, 10, 10)), method).toBe(true);
      const globules = decodeMask(library.revisions.segmentMask(agreed, 'globules'));
      if (method === 'majority') expect(masksEqual(globules, rectangle(5, 3, 7, 7))).toBe(true);
      // Hair was nobody's.
      expect(library.revisions.get(agreed).areaPx.hair).toBeUndefined();
    }
  });

  test('has a reader read again from nothing, and knows how the two readings agree', async () => {
    const { library, id, at, act } = await withTwoReadings();
    act({ act: 'read-again', reader: 'anna' });
    expect(library.journal.open(at, 'anna')).toMatchObject({
      masks: [],
      journal: { canUndo: false },
    });
    const visible = library.blindness.visible(library.revisions.list(id), 'anna');
    expect(visible).toEqual([]);
    expect((await readerAgreements(library)).rows).toEqual([]);
    read(library, id, 'anna', berts);
    const { rows, overTime } = await readerAgreements(library);
    expect(rows).toMatchObject([
      { a: 'anna', b: 'bert', segment: 'lesion', pictures: 1, mean: { dice: 1, iou: 1, kappa: 1 } },
      { a: 'anna', b: null, pictures: 1, mean: { dice: 0.64, iou: 64 / 136 } },
    ]);
    expect(overTime).toMatchObject([{ dice: 1, kappa: 1 }]);
  });

  test('lists what waits first, and single unasked readings on request', async () => {
    const { library, id, act } = await withTwoReadings();
    const single = insertInstance(library).id;
    read(library, single, 'anna', annas);
    const states = (all: boolean) => reviewCases(library.database, all).map(({ state }) => state);
    expect(states(false)).toEqual(['to-review']);
    expect(states(true)).toEqual(['to-review', 'to-review']);
    act({ act: 'reject', reason: 'blurred' });
    expect(reviewCases(library.database, true).map(({ instanceId }) => instanceId)).toEqual([
      single,
      id,
    ]);
    // One reader alone needs no review: the newest correction counts.
    expect(exported(library).revisions).toMatchObject([{ instanceId: single, reader: 'anna' }]);
  });

  test('an unreviewed picture leaves only if asked for, to be trained on', async () => {
    const library = await openForTest(await temporaryFolder(), { proposingModelId: model.id });
    const { id } = insertInstance(library);
    await insertProposal(library, id, annas, { confidence: 0.9 });
    const setting = { leastConfidence: 0.5, controlRate: 0.01, failureLimit: 0.1, seed: 1 };
    library.gate.open(setting, { ...model, threshold: 0.5 }, 'chief');
    library.gate.letPass(null);
    expect(exported(library).revisions).toEqual([]);
    const asked = selectSamples(library, { kind: 'pictures', instanceIds: [id] });
    expect(asked.heldBack[0]?.reason).toBe('unreviewed');
    const { samples } = selectSamples(library, {
      kind: 'all',
      references: false,
      unreviewed: true,
    });
    expect(samples).toMatchObject([{ split: 'train', revision: { source: 'model' } }]);
  });
});
