import { describe, expect, test } from 'vitest';
import { libraryFilter } from '../../../shared/library-filter.js';
import type { ListQuery } from '../../../main/store/catalogue.js';
import { matchExpression } from '../../../main/store/search-index.js';
import {
  insertInstance,
  insertProposal,
  openForTest,
  rectangle,
  temporaryFolder,
} from './support.js';

const names = ['ISIC_0012127.jpg', 'ISIC_0012970.jpg', 'naevus.png', 'IMG 4.dcm'] as const;

async function filled() {
  let nowMs = 1_000;
  const library = await openForTest(await temporaryFolder(), { now: () => (nowMs += 1_000) });
  const made = names.map((fileName) => insertInstance(library, { fileName }));
  const [a, b, c, d] = made.map(({ id }) => id);
  if (!a || !b || !c || !d) throw new Error('four pictures');
  library.identity.record(a, { patient: 'P1', site: 'back', diagnosis: 'naevus' }, null);
  library.identity.record(b, { patient: 'P2', site: 'Rücken', diagnosis: '黑色素瘤' }, null);
  library.identity.record(c, { patient: 'P1', site: 'arm', split: 'val' }, null);
  const shown = (query: Partial<ListQuery>): string[] =>
    library.catalogue
      .list({ offset: 0, limit: 10, ...query }, 'Ada')
      .instances.map(({ instance }) => instance.id);
  return { library, shown, ids: { a, b, c, d } };
}

describe('the catalogue', () => {
  test('finds beginnings of words in names, facts, tags, attributes and comments', async () => {
    const { library, shown, ids } = await filled();
    const { a, b, c, d } = ids;
    library.tags.change([c, d], { add: ['second opinion'], remove: [] }, 'Ada');
    library.records.note({ instanceId: d, frame: 0 }, 'Ada', { comment: 'blurred border' });
    const dicom = library.instances.insert({
      ...insertInstance(library),
      sha256: 'e'.repeat(64),
      attributes: [{ keyword: 'Manufacturer', value: 'Dermatoscope Works' }],
    });
    expect(shown({ search: 'isic' })).toEqual([a, b]);
    expect(shown({ search: 'ISIC_00121' })).toEqual([a]);
    expect(shown({ search: '12970' })).toEqual([b]);
    expect(shown({ search: 'naev' })).toEqual([a, c]);
    expect(shown({ search: 'rucken' })).toEqual([b]);
    expect(shown({ search: '色素' })).toEqual([b]);
    expect(shown({ search: 'opinion' })).toEqual([c, d]);
    expect(shown({ search: 'opi blurr' })).toEqual([d]);
    expect(shown({ search: 'dermatos' })).toEqual([dicom.id]);
    expect(shown({ search: 'p1 back' })).toEqual([a]);
    expect(shown({ search: '"' })).toEqual([]);
    // What is taken away is not found any more.
    library.tags.change([c], { add: [], remove: ['second opinion'] }, 'Ada');
    library.records.note({ instanceId: d, frame: 0 }, 'Ada', { comment: '' });
    expect(shown({ search: 'opinion' })).toEqual([d]);
    expect(shown({ search: 'blurred' })).toEqual([]);
    library.exportNames.nameOf(library.instances.get(b));
    expect(shown({ search: 'isic_0012970' })).toEqual([b]);
  });

  test('asks the index for phrases that may go on, and never for its own signs', () => {
    expect(matchExpression('blue veil')).toBe('"blue"* "veil"*');
    expect(matchExpression('a"b OR NOT')).toBe('"a b"* "OR"* "NOT"*');
    expect(matchExpression('黑色')).toBe('"黑  色"*');
    expect(matchExpression(' - * ')).toBeNull();
  });

  test('filters by each fact and by all at once', async () => {
    const { library, shown, ids } = await filled();
    const { a, b, c, d } = ids;
    await insertProposal(library, a, rectangle(1, 1, 5, 5), { confidence: 0.3 });
    await insertProposal(library, b, rectangle(1, 1, 5, 5), { confidence: 0.9 });
    library.tags.change([a, b], { add: ['hair', 'ruler'], remove: [] }, 'Ada');
    library.tags.change([c], { add: ['hair'], remove: [] }, 'Ada');
    expect(shown({ sites: ['back', 'arm'] })).toEqual([a, c]);
    expect(shown({ diagnoses: ['naevus'] })).toEqual([a]);
    expect(shown({ patients: ['P1'] })).toEqual([a, c]);
    expect(shown({ splits: ['val', 'test'] })).toEqual([c]);
    expect(shown({ tags: ['hair'] })).toEqual([a, b, c]);
    expect(shown({ tags: ['hair', 'ruler'] })).toEqual([a, b]);
    expect(shown({ confidence: { least: 0, most: 0.5 } })).toEqual([a]);
    expect(shown({ status: 'unread' })).toEqual([c, d]);
    const at = library.instances.get(c).importedAtMs;
    expect(shown({ importedFromMs: at })).toEqual([c, d]);
    expect(shown({ importedToMs: at - 1 })).toEqual([a, b]);
    expect(shown({ tags: ['hair'], patients: ['P1'], search: 'isic', status: 'proposed' })).toEqual(
      [a],
    );
    const { counts, total } = library.catalogue.list({
      offset: 0,
      limit: 1,
      tags: ['hair'],
      status: 'proposed',
    });
    expect({ counts, total }).toMatchObject({
      counts: { unread: 1, proposed: 2, corrected: 0, 'model-unreviewed': 0, accepted: 0 },
      total: 2,
    });
    expect(library.catalogue.labels('tag', 'H')).toEqual([{ label: 'hair', count: 3 }]);
    expect(library.catalogue.labels('patient', '')).toEqual([
      { label: 'P1', count: 2 },
      { label: 'P2', count: 1 },
    ]);
  });

  test('orders by any column, what is not known last, and keeps the order over pages', async () => {
    const { library, shown, ids } = await filled();
    const { a, b, c, d } = ids;
    const by = { by: 'site' as const, descending: false };
    expect(shown({ sort: by })).toEqual([b, c, a, d]);
    expect(shown({ sort: { ...by, descending: true } })).toEqual([a, c, b, d]);
    expect(shown({ sort: { by: 'name', descending: false } })).toEqual([d, a, b, c]);
    expect(shown({ sort: by, offset: 1, limit: 2 })).toEqual([c, a]);
    const filter = libraryFilter.parse({});
    expect(library.catalogue.ids(filter, by)).toEqual([b, c, a, d]);
    expect(library.catalogue.ids(filter, by, { offset: 2, count: 1 })).toEqual([a]);
    // A change of a fact is in the next list.
    library.identity.record(d, { site: 'abdomen' }, null);
    expect(shown({ sort: by })).toEqual([b, d, c, a]);
  });

  test('says the proposal of the model that proposes, also when that changes', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const { id } = insertInstance(library);
    const mask = rectangle(1, 1, 5, 5);
    const other = { id: 'other', version: '1.0.0', sha256: 'b'.repeat(64) };
    await insertProposal(library, id, mask, { confidence: 0.4 });
    await insertProposal(library, id, mask, { confidence: 0.8, model: other });
    expect(library.catalogue.summary(id).confidence).toBe(0.8);
    library.close();
    const again = await openForTest(folder, { proposingModelId: 'tiny' });
    expect(again.catalogue.summary(id).confidence).toBe(0.4);
  });
});

test('saved views are kept under their names', async () => {
  const library = await openForTest(await temporaryFolder());
  const filter = libraryFilter.parse({ tags: ['hair'] });
  const sort = { by: 'name' as const, descending: true };
  library.savedViews.save({ name: 'With hair', filter, sort });
  library.savedViews.save({ name: 'All', filter: libraryFilter.parse({}), sort });
  library.savedViews.save({ name: 'With hair', filter: { ...filter, search: 'isic' }, sort });
  expect(library.savedViews.list().map(({ name, filter }) => [name, filter.search])).toEqual([
    ['All', ''],
    ['With hair', 'isic'],
  ]);
  library.savedViews.remove('All');
  expect(library.savedViews.list()).toHaveLength(1);
});
