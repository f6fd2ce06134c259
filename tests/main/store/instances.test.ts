import { describe, expect, test } from 'vitest';
import {
  insertInstance,
  insertProposal,
  lesion,
  openForTest,
  rectangle,
  temporaryFolder,
} from './support.js';

describe('instances', () => {
  test('are listed with status, confidence, counts, search and pages', async () => {
    const library = await openForTest(await temporaryFolder());
    const names = ['mole 1.jpg', 'mole_2.jpg', 'naevus.dcm', 'mole%3.jpg'];
    const [unread, proposed, corrected, other] = names.map((fileName) =>
      insertInstance(library, { fileName }),
    );
    if (!unread || !proposed || !corrected || !other) throw new Error('four rows');
    await insertProposal(library, proposed.id, rectangle(1, 1, 5, 5));
    await insertProposal(library, corrected.id, rectangle(1, 1, 5, 5));
    const at = { instanceId: corrected.id, frame: 0 };
    library.journal.append(
      { ...at, kind: 'stroke', changes: lesion(rectangle(2, 2, 4, 4)), fromRevisionId: null },
      'reader',
    );
    library.journal.commit(at, 'reader');

    const all = library.catalogue.list({ offset: 0, limit: 10, status: null, search: '' });
    expect(all.total).toBe(4);
    expect(all.counts).toMatchObject({ unread: 2, proposed: 1, corrected: 1 });
    expect(all.instances.map(({ status, confidence }) => [status, confidence])).toEqual([
      ['unread', null],
      ['proposed', 0.75],
      ['corrected', 0.75],
      ['unread', null],
    ]);
    expect(all.instances[0]?.instance).toEqual(unread);
    expect(library.catalogue.summary(proposed.id)).toEqual(all.instances[1]);

    const find = (search: string, status: 'unread' | null = null) =>
      library.catalogue
        .list({ offset: 0, limit: 10, status, search })
        .instances.map(({ instance }) => instance.fileName);
    expect(find('MOLE')).toEqual(['mole 1.jpg', 'mole_2.jpg', 'mole%3.jpg']);
    expect(find('_')).toEqual(['mole_2.jpg']);
    expect(find('%')).toEqual(['mole%3.jpg']);
    expect(find('mole', 'unread')).toEqual(['mole 1.jpg', 'mole%3.jpg']);
    expect(find(corrected.id.slice(0, 8))).toEqual(['naevus.dcm']);
    expect(find("'; DROP TABLE instances; --")).toEqual([]);

    const page = library.catalogue.list({ offset: 1, limit: 1, status: 'unread', search: '' });
    expect(page.total).toBe(2);
    expect(page.instances.map(({ instance }) => instance.id)).toEqual([other.id]);
  });

  test('know their neighbours and the next that is not corrected', async () => {
    const library = await openForTest(await temporaryFolder());
    const [a, b, c] = [0, 1, 2].map(() => insertInstance(library).id);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three rows');
    expect(library.instances.neighbours(b)).toEqual({
      previousId: a,
      nextId: c,
      position: 2,
      total: 3,
    });
    expect(library.instances.neighbours(c)).toMatchObject({ nextId: null });
    expect(library.instances.ids()).toEqual([a, b, c]);
    expect(() => library.instances.neighbours('00000000')).toThrow(/no picture/);
  });

  test('keep attributes in order and the confirmation that there is no text', async () => {
    const library = await openForTest(await temporaryFolder());
    const attributes = [
      { keyword: 'Modality', value: 'XC' },
      { keyword: 'Laterality', value: 'L' },
    ];
    const inserted = library.instances.insert({
      ...insertInstance(library),
      sha256: 'c'.repeat(64),
      spacingMm: { row: 0.1, column: 0.2, source: 'imager-pixel-spacing' },
      burnedInAnnotation: 'unknown',
      attributes,
    });
    expect(library.instances.attributes(inserted.id)).toEqual(attributes);
    expect(inserted.spacingMm).toEqual({
      row: 0.1,
      column: 0.2,
      source: 'imager-pixel-spacing',
    });
    expect(inserted.confirmedTextFree).toBe(false);
    library.instances.confirmTextFree(inserted.id, 'Ada');
    expect(library.instances.findBySha256('c'.repeat(64))?.confirmedTextFree).toBe(true);
    expect(() => {
      library.instances.confirmTextFree('nowhere-0', 'Ada');
    }).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  test('wait for a model until it has run on them', async () => {
    const library = await openForTest(await temporaryFolder());
    const [a, b] = [insertInstance(library), insertInstance(library)];
    await insertProposal(library, a.id, rectangle(1, 1, 5, 5));
    expect(library.instances.withoutProposal('a'.repeat(64))).toEqual([b.id]);
    expect(library.instances.withoutProposal('b'.repeat(64))).toEqual([a.id, b.id]);
  });
});
