import { describe, expect, test } from 'vitest';
import type { BlindedSource } from '../../../shared/blinded.js';
import { blindOrder } from '../../../shared/comparison/blind-order.js';
import { insertInstance, model, openForTest, temporaryFolder } from './support.js';

const sources: BlindedSource[] = [
  { key: 'model:tiny', model },
  { key: 'correction', model: null },
  { key: 'truth', model: null },
];
const nothing = { choice: null, ratings: [null, null, null] };

describe('blinded readings', () => {
  test('keep seed, order, what was shown and every answer over a reopening', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder, { now: () => 1000 });
    const cases = [0, 1, 2].map(() => insertInstance(library).id);
    const { id } = library.blinded.create('a', sources, cases);
    expect(library.blinded.firstUndecided(id)).toBe(0);
    expect(library.blinded.case(id, 0)).toMatchObject({ revisionIds: null, answer: nothing });
    library.blinded.show(id, 0, ['revision-1', 'revision-2', 'revision-3']);
    // Shown once, it stays what it is.
    library.blinded.show(id, 0, ['revision-4', 'revision-5', 'revision-6']);
    library.blinded.answer(id, 0, { choice: 2, ratings: [1, null, 5] });
    library.close();

    const again = (await openForTest(folder)).blinded;
    const shown = again.case(id, 0);
    expect(shown.revisionIds).toEqual(['revision-1', 'revision-2', 'revision-3']);
    expect(shown.answer).toEqual({ choice: 2, ratings: [1, null, 5] });
    expect(again.firstUndecided(id)).toBe(1);
    expect(again.list()).toMatchObject([
      { id, reader: 'a', panes: 3, cases: 3, decided: 1, revealedAtMs: null },
    ]);

    again.reveal(id);
    const { seed, cases: revealed } = again.results(id);
    const order = blindOrder(seed, 0, 3).map((index) => sources[index]?.key ?? '');
    expect(shown.sources.map(({ key }) => key)).toEqual(order);
    expect(revealed[0]).toMatchObject({
      order,
      revisions: { [order[0] ?? '']: 'revision-1', [order[2] ?? '']: 'revision-3' },
      choice: order[2],
      ratings: { [order[0] ?? '']: 1, [order[2] ?? '']: 5 },
      answeredAtMs: 1000,
    });
    expect(revealed[1]).toMatchObject({ order: [], choice: null, answeredAtMs: null });
  });

  test('tell nothing while blind, and answers are final once the names are told', async () => {
    const library = await openForTest(await temporaryFolder());
    const { blinded, database } = library;
    const { id } = blinded.create('a', sources, [insertInstance(library).id]);
    expect(() => blinded.results(id)).toThrow(/is blind/);
    expect(() => {
      blinded.answer(id, 0, { choice: 'none', ratings: [] });
    }).toThrow(/not shown yet/);
    blinded.show(id, 0, ['revision-1', 'revision-2', 'revision-3']);
    expect(() => {
      blinded.answer(id, 0, { choice: 3, ratings: [] });
    }).toThrow(/has 3 panes/);
    blinded.answer(id, 0, { choice: 'none', ratings: [2] });
    blinded.reveal(id);
    for (const act of [
      () => {
        blinded.answer(id, 0, { choice: 1, ratings: [] });
      },
      () => {
        blinded.reveal(id);
      },
    ]) {
      expect(act).toThrow(/answers are final/);
    }
    // Nor by any other way.
    expect(() => {
      database.exec("UPDATE blinded_cases SET choice = 'model:tiny'");
    }).toThrow(/answers stay/);
    expect(blinded.results(id).cases[0]).toMatchObject({ choice: 'none' });
  });

  test('refuse a reading or case that is not there', async () => {
    const library = await openForTest(await temporaryFolder());
    const { blinded } = library;
    expect(() => blinded.firstUndecided('no-reading')).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    const { id } = blinded.create('a', sources, [insertInstance(library).id]);
    expect(() => blinded.case(id, 1)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
