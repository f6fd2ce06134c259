import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFiles } from '../../../main/store/import/import-files.js';
import {
  Metadata,
  readMetadataTable,
  suggestColumns,
} from '../../../main/store/import/metadata-table.js';
import { withDecisions } from '../../../main/store/snapshot/pair-decisions.js';
import { statisticsOf } from '../../../main/store/statistics.js';
import {
  insertInstance,
  insertProposal,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

async function filled() {
  const library = await openForTest(await temporaryFolder());
  const [a = '', b = '', c = '', d = ''] = [0, 1, 2, 3].map(() => insertInstance(library).id);
  library.identity.record(a, { patient: 'P1', lesion: 'L1' }, null);
  library.identity.record(b, { patient: 'P2', lesion: 'L1' }, null);
  library.identity.record(c, { patient: 'P2', lesion: 'L2' }, null);
  const who = (id: string): string => {
    const { patient, lesion } = library.identity.facts(id);
    return `${patient ?? '-'}/${lesion ?? '-'}`;
  };
  return { library, ids: [a, b, c, d] as const, who, all: () => [a, b, c, d].map(who) };
}

describe('patients and lesions by hand', () => {
  test('merging patients takes all their pictures along and keeps lesions apart', async () => {
    const { library, ids, all } = await filled();
    const [a, b] = ids;
    const before = all();
    library.identityChanges.merge('patient', [a, b], 'Ada');
    // The other L1 is not the first patient's L1.
    expect(all()).toEqual(['P1/L1', 'P1/L1 (2)', 'P1/L2', '-/-']);
    expect(library.catalogue.summary(b).facts.patient).toBe('P1');
    const [change] = library.identityChanges.list();
    expect(change).toMatchObject({ kind: 'merge-patient', curator: 'Ada', pictures: 2 });
    library.identityChanges.undo(change?.sequence ?? 0, 'Ada');
    expect(all()).toEqual(before);
    expect(() => {
      library.identityChanges.undo(change?.sequence ?? 0, 'Ada');
    }).toThrow(/undone already/);
    expect(
      library.audit.entries(0, 99).filter(({ action }) => action === 'identity.changed'),
    ).toHaveLength(2);
  });

  test('one lesion has one patient', async () => {
    const { library, ids, all } = await filled();
    const [a, b, , d] = ids;
    library.identityChanges.merge('lesion', [a, b, d], 'Ada');
    expect(all()).toEqual(['P1/L1', 'P1/L1', 'P1/L2', 'P1/L1']);
    expect(() => {
      library.identityChanges.merge('lesion', [a, b], 'Ada');
    }).toThrow(/together already/);
  });

  test('pictures without any become one patient or lesion', async () => {
    const { library, ids, who } = await filled();
    const d = ids[3];
    const e = insertInstance(library).id;
    library.identityChanges.merge('lesion', [d, e], 'Ada');
    expect([who(d), who(e)]).toEqual(['-/merged', '-/merged']);
    library.identityChanges.merge('patient', [d, e], 'Ada');
    expect(new Set([who(d), who(e)]).size).toBe(1);
    expect(who(d)).toMatch(/^merged\/merged/);
  });

  test('splitting gives a patient or lesion of their own, undone newest first', async () => {
    const { library, ids, all } = await filled();
    const c = ids[2];
    const before = all();
    library.identityChanges.split('patient', [c], 'Ada');
    expect(all()).toEqual(['P1/L1', 'P2/L1', 'P2 (2)/L2', '-/-']);
    library.identityChanges.split('lesion', [c], 'Ada');
    expect(all()[2]).toBe('P2 (2)/L2 (2)');
    const [second, first] = library.identityChanges.list().map(({ sequence }) => sequence);
    expect(() => {
      library.identityChanges.undo(first ?? 0, 'Ada');
    }).toThrow(/newest/);
    library.identityChanges.undo(second ?? 0, 'Ada');
    library.identityChanges.undo(first ?? 0, 'Ada');
    expect(all()).toEqual(before);
  });

  test('pictures of one lesion stay of one when they get a patient of their own', async () => {
    const { library, ids, all } = await filled();
    const [, b, c, d] = ids;
    library.identity.record(c, { lesion: 'L1' }, null);
    library.identity.record(d, { patient: 'P2', lesion: 'L2' }, null);
    library.identityChanges.split('patient', [b, c, d], 'Ada');
    expect(all()).toEqual(['P1/L1', 'P2 (2)/L1', 'P2 (2)/L1', 'P2 (2)/L2']);
  });

  test('the same table again moves no picture back, and undo stays possible', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(join(folder, 'library'));
    const paths = [1, 2, 3].map((seed) => join(folder, `${String(seed)}.png`));
    for (const [seed, path] of paths.entries()) await writeNoisePng(path, seed);
    const table = readMetadataTable(
      'image,patient,lesion,site\n1,P1,L1,back\n2,P2,L1,arm\n3,P3,L3,leg\n',
    );
    const bring = (text = table) => {
      const metadata = new Metadata(text, suggestColumns(text.columns));
      const job = { library, worker: pictureWorker, paths, jobId: 'job-0001', metadata };
      return importFiles(job);
    };
    await bring();
    const ids = library.instances.ids();
    const facts = () => ids.map((id) => library.identity.facts(id));
    const before = facts();
    library.identityChanges.merge('patient', ids.slice(0, 2), 'Ada');
    const merged = facts();
    await bring();
    expect(facts()).toEqual(merged);
    // What the table says of other things, and of other pictures, still counts.
    await bring(readMetadataTable('image,patient,lesion,site\n2,P2,L1,hand\n3,P4,L3,leg\n'));
    expect(facts().map(({ patient, site }) => [patient, site])).toEqual([
      ['P1', 'back'],
      ['P1', 'hand'],
      ['P4', 'leg'],
    ]);
    library.identityChanges.undo(library.identityChanges.list()[0]?.sequence ?? 0, 'Ada');
    expect(library.identity.facts(ids[1] ?? '')).toEqual({ ...before[1], site: 'hand' });
    await bring();
    expect(facts()).toEqual(before);
  });

  test('pairs are listed undecided first, and decisions outlive a search', async () => {
    const { library, ids } = await filled();
    const [a, b, c, d] = ids;
    const found = [
      { a, b, distance: 1, correlation: 0.99 },
      { a: d, b: c, distance: 3, correlation: 0.987 },
    ];
    library.likeness.replacePairs(found);
    library.likeness.decide(b, a, 'same-lesion', 'Ada');
    const listed = library.likeness.pairs(9);
    expect(listed).toMatchObject({ total: 2, undecided: 1 });
    expect(listed.pairs.map(({ decision, curator }) => [decision, curator])).toEqual([
      [null, null],
      ['same-lesion', 'Ada'],
    ]);
    library.likeness.replacePairs(found);
    expect(library.likeness.pairs(9).undecided).toBe(1);
    library.trash.put([d], 'Ada');
    expect(library.likeness.pairs(9).total).toBe(1);
    library.likeness.decide(a, b, null, 'Ada');
    expect(library.likeness.decisions()).toEqual([]);
  });

  test('what a curator decided counts for splits more than the search', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const found = [
      { a: 0, b: 1, distance: 1, correlation: 0.99 },
      { a: 1, b: 2, distance: 1, correlation: 0.99 },
    ];
    const pairs = withDecisions(found, ids, [
      { a: 'a', b: 'b', decision: 'different' },
      { a: 'b', b: 'c', decision: 'same-picture' },
      { a: 'a', b: 'd', decision: 'same-lesion' },
      { a: 'a', b: 'elsewhere', decision: 'same-lesion' },
    ]);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      [1, 2],
      [0, 3],
    ]);
  });
});

test('statistics count what is not in the trash', async () => {
  let nowMs = Date.UTC(2026, 0, 5, 12);
  const library = await openForTest(await temporaryFolder(), { now: () => nowMs });
  const [a = '', b = '', c = ''] = [0, 1, 2].map(() => insertInstance(library).id);
  const told = [
    { keyword: 'PatientSex', value: 'f' },
    { keyword: 'PatientAge', value: '047Y' },
  ];
  library.instances.insert({
    ...insertInstance(library),
    sha256: 'd'.repeat(64),
    attributes: told,
  });
  library.identity.record(a, { site: 'back', diagnosis: 'naevus', split: 'train' }, null);
  library.identity.record(b, { site: 'back' }, null);
  library.identity.record(c, { site: 'arm' }, null);
  // 300 of 1200 pixels.
  await insertProposal(library, a, rectangle(0, 0, 20, 15), { confidence: 1 });
  nowMs += 86_400_000;
  library.records.spend({ instanceId: a, frame: 0 }, 'Ada', 45_000);
  library.records.submit({ instanceId: a, frame: 0 }, 'Ada');
  library.trash.put([c], 'Ada');
  const counts = statisticsOf(library.database);
  expect(counts.pictures).toBe(4);
  expect(counts.site).toEqual([
    { label: '', count: 2 },
    { label: 'back', count: 2 },
  ]);
  expect(counts.status).toEqual([
    { label: 'unread', count: 3 },
    { label: 'proposed', count: 1 },
  ]);
  expect(counts.sex).toEqual([{ label: 'F', count: 1 }]);
  expect(counts.age).toEqual([{ label: '40', count: 1 }]);
  expect(counts.lesionShare[2]).toBe(1);
  expect(counts.confidence[9]).toBe(1);
  expect(counts.readingTime).toEqual([0, 0, 1, 0, 0, 0]);
  expect(counts.perDay.map(({ imported, submitted }) => [imported, submitted])).toEqual([
    [4, 0],
    [0, 1],
  ]);
});
