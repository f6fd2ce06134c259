import { describe, expect, test } from 'vitest';
import { libraryFilter, librarySort } from '../../../shared/library-filter.js';
import { insertInstance, openForTest, rectangle, lesion, temporaryFolder } from './support.js';

const readers = ['Ada', 'Grace'] as const;

/** Two pictures, the first of which Ada and Grace are to read, blind to each other. */
async function underReview() {
  const library = await openForTest(await temporaryFolder());
  const { id: blind } = insertInstance(library, { fileName: 'ISIC_0000001.jpg' });
  const { id: open } = insertInstance(library, { fileName: 'ISIC_0000002.jpg' });
  library.assignments.assign([blind], readers, 'each', 'Curator');
  const found = (search: string, reader: string): string[] => {
    const { instances, total, counts } = library.catalogue.list(
      { offset: 0, limit: 9, search },
      reader,
    );
    const filter = libraryFilter.parse({ search });
    const ids = library.catalogue.ids(filter, librarySort.parse(undefined), { reader });
    expect(instances.map(({ instance }) => instance.id)).toEqual(ids);
    const counted = Object.values(counts).reduce((sum, count) => sum + count, 0);
    expect([total, counted]).toEqual([ids.length, ids.length]);
    return [...ids];
  };
  const read = (instanceId: string, reader: string, comment: string): void => {
    const at = { instanceId, frame: 0 };
    const edit = { ...at, kind: 'stroke', fromRevisionId: null } as const;
    library.journal.append({ ...edit, changes: lesion(rectangle(2, 2, 9, 9)) }, reader);
    library.records.note(at, reader, { comment });
    library.journal.commit(at, reader);
    library.records.submit(at, reader);
  };
  return { library, found, read, blind, open };
}

describe('the search of a reader', () => {
  test('finds no comment of another one before both have submitted', async () => {
    const { found, read, blind } = await underReview();
    read(blind, 'Ada', 'irregular streaks');
    expect(found('streaks', 'Ada')).toEqual([blind]);
    expect(found('streaks', 'Grace')).toEqual([]);
    expect(found('strea', '')).toEqual([]);
    // Nor is it told whether the comment holds one of several words.
    expect(found('0000001 streaks', 'Grace')).toEqual([]);
    read(blind, 'Grace', 'regression');
    expect(found('streaks', 'Grace')).toEqual([blind]);
    expect(found('0000001 streaks regression', 'Ada')).toEqual([blind]);
  });

  test('still finds the picture by what is no comment, and by the own one', async () => {
    const { library, found, read, blind, open } = await underReview();
    read(blind, 'Ada', 'hair and streaks in ISIC_0000001');
    library.records.note({ instanceId: blind, frame: 0 }, 'Grace', { comment: 'blue veil' });
    library.tags.change([blind, open], { add: ['hair'], remove: [] }, 'Curator');
    expect(found('hair', 'Grace')).toEqual([blind, open]);
    expect(found('ISIC', 'Grace')).toEqual([blind, open]);
    expect(found('hair veil', 'Grace')).toEqual([blind]);
    expect(found('veil', 'Ada')).toEqual([]);
  });

  test('finds what is submitted of a picture that nobody else is to read', async () => {
    const { library, found, read, open } = await underReview();
    library.records.note({ instanceId: open, frame: 0 }, 'Ada', { comment: 'milky' });
    expect(found('milky', 'Grace')).toEqual([]);
    read(open, 'Ada', 'milky red');
    expect(found('milky', 'Grace')).toEqual([open]);
  });
});
