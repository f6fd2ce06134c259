import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { run as auditCommand } from '../../../main/cli/audit.js';
import { auditActions, entryHash } from '../../../main/store/audit.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import {
  Metadata,
  readMetadataTable,
  suggestColumns,
} from '../../../main/store/import/metadata-table.js';
import type { Library } from '../../../main/store/library.js';
import { createSnapshot } from '../../../main/store/snapshot/create-snapshot.js';
import { verifyLibrary } from '../../../main/store/verify.js';
import {
  insertInstance,
  insertProposal,
  lesion,
  openForTest,
  pictureWorker,
  recordingIo,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

const mask = rectangle(2, 3, 12, 13);

let folder: string;
let library: Library;
let instanceId: string;

/** A picture with a proposal, submitted by a reader. */
beforeEach(async () => {
  folder = await temporaryFolder();
  library = await openForTest(folder, { now: () => 1000 });
  instanceId = insertInstance(library).id;
  await insertProposal(library, instanceId, mask);
  library.records.submit({ instanceId, frame: 0 }, 'Ada');
});

async function faults(): Promise<string[]> {
  const findings = await verifyLibrary(library);
  return findings.filter(({ kind }) => kind === 'audit-broken').map(({ message }) => message);
}

function tamper(sql: string): void {
  library.database.exec('DROP TRIGGER IF EXISTS audit_keep; DROP TRIGGER IF EXISTS audit_stay;');
  library.database.exec('DROP TRIGGER IF EXISTS revision_masks_keep;');
  library.database.exec(sql);
}

test('every act has an entry that holds the hash of the one before', async () => {
  const entries = library.audit.entries(0, 100);
  expect(entries.map(({ action }) => action)).toEqual(
    auditActions.filter((action) =>
      ['log.begun', 'picture.imported', 'revision.made', 'reading.submitted'].includes(action),
    ),
  );
  expect(entries.map(({ actor }) => actor)).toEqual([
    'application',
    'application',
    'model tiny 1.0.0',
    'reader Ada',
  ]);
  for (const [index, entry] of entries.entries()) {
    expect(entry.sequence).toBe(index + 1);
    expect(entry.previousSha256).toBe(entries[index - 1]?.sha256 ?? '0'.repeat(64));
    expect(entry.sha256).toBe(entryHash(entry));
  }
  expect(library.audit.head()).toEqual({ sequence: 4, sha256: entries[3]?.sha256 });
  expect(await faults()).toEqual([]);
});

test('an entry is neither changed nor deleted', () => {
  expect(() => {
    library.database.exec('UPDATE audit SET at_ms = 1');
  }).toThrow(/append-only/);
  expect(() => {
    library.database.exec('DELETE FROM audit');
  }).toThrow(/append-only/);
});

test('verify finds an altered entry, a missing one and a picture without one', async () => {
  tamper("UPDATE audit SET actor = 'reader Eve' WHERE sequence = 4");
  expect(await faults()).toEqual(['It was altered.']);
  tamper('DELETE FROM audit WHERE sequence = 2');
  expect(await faults()).toContain('Entries before it are missing.');
  tamper('UPDATE instances SET sequence = 50');
  expect(await faults()).toContain('The log does not say how this row of instances came to be.');
});

test('verify finds a mask that was altered together with its hash', async () => {
  const other = insertProposal(library, instanceId, rectangle(0, 0, 9, 9));
  const { revisionId } = await other;
  tamper(`UPDATE revision_masks SET (mask, mask_sha256, area_px) =
    (SELECT mask, mask_sha256, area_px FROM revision_masks WHERE revision_id <> '${revisionId}')
    WHERE revision_id = '${revisionId}'`);
  const fault = `Revision ${revisionId} has other masks than when it was made.`;
  expect(await faults()).toEqual([fault]);
  expect((await verifyLibrary(library)).map(({ kind }) => kind)).not.toContain('mask-altered');
});

test('who looked for text in a picture is in it', () => {
  library.instances.confirmTextFree(instanceId, 'Ada');
  expect(library.audit.entries(4, 10)).toMatchObject([
    { actor: 'reader Ada', action: 'picture.confirmed-text-free', subject: instanceId },
  ]);
});

test('an act that fails leaves no entry', () => {
  const before = library.audit.head();
  const bad = { instanceId, frame: 7, parentId: null, source: 'truth', model: null } as const;
  expect(() =>
    library.revisions.insert({
      ...bad,
      reader: null,
      runId: null,
      journalSequence: null,
      masks: lesion(mask),
    }),
  ).toThrow();
  expect(library.audit.head()).toEqual(before);
});

test('a library that was filled before it had a log begins one where it is', async () => {
  tamper('DELETE FROM audit');
  library.close();
  library = await openForTest(folder);
  expect(await faults()).toEqual([]);
  insertInstance(library);
  expect(library.audit.entries(0, 10).map(({ action }) => action)).toEqual([
    'log.begun',
    'picture.imported',
  ]);
  expect(await faults()).toEqual([]);
});

test('limen audit prints it', async () => {
  library.close();
  const { io, printed } = recordingIo();
  expect(await auditCommand(['--library', folder], io)).toBe(0);
  expect(printed).toHaveLength(4);
  expect(printed[3]).toContain('1970-01-01T00:00:01.000Z  reader Ada  reading.submitted');
});

test('notes and answers have entries that quote no words', () => {
  const at = { instanceId, frame: 0 };
  const from = library.audit.head()?.sequence ?? 0;
  library.records.note(at, 'Ada', { flagged: true, comment: 'Mrs Doe again' });
  library.records.note(at, 'Ada', { flagged: true, difficulty: 'hard' });
  library.records.note(at, 'Ada', { flagged: true });
  const text = { id: 'who', label: 'Who', kind: 'text' as const, options: [] };
  const count = { id: 'count', label: 'How many', kind: 'number' as const, options: [] };
  const { version } = library.forms.change([text, count]);
  library.forms.answer(at, 'Ben', 'who', 'Mrs Doe');
  library.forms.answer(at, 'Ben', 'count', 3);
  library.forms.answer(at, 'Ben', 'count', null);
  const entries = library.audit.entries(from, 9);
  const answered = (question: string, answer: unknown) => {
    return ['reader Ben', 'reading.answered', { frame: 0, question, formVersion: version, answer }];
  };
  expect(
    entries.map(({ actor, action, facts }) => [actor, action, JSON.parse(facts) as unknown]),
  ).toEqual([
    ['reader Ada', 'reading.noted', { frame: 0, flagged: true, commentLength: 13 }],
    ['reader Ada', 'reading.noted', { frame: 0, difficulty: 'hard' }],
    answered('who', 'text'),
    answered('count', 3),
    answered('count', null),
  ]);
  expect(entries.every(({ subject }) => subject === instanceId)).toBe(true);
});

test('the log says who brought pictures in, what a table changed, and who made a snapshot', async () => {
  const path = await writeNoisePng(join(folder, 'a.png'), 1);
  const table = readMetadataTable('image,patient,site\na,Doe,back\n');
  const metadata = () => new Metadata(table, suggestColumns(table.columns));
  const bring = (reader: string) =>
    importFiles({
      ...{ library, worker: pictureWorker, paths: [path], jobId: 'job-0001', reader },
      metadata: metadata(),
    });
  const from = library.audit.head()?.sequence ?? 0;
  await bring('Cleo');
  // Nothing new is told again.
  await bring('Dan');
  const at = { instanceId: library.instances.ids().at(-1) ?? '', frame: 0 };
  library.journal.append(
    { ...at, kind: 'stroke', fromRevisionId: null, changes: lesion(mask) },
    'Ada',
  );
  const fractions = { train: 1, val: 0, test: 0 };
  await createSnapshot({
    ...{ library, worker: pictureWorker, name: 'first', appVersion: '0', references: false },
    splitting: { method: 'drawn', fractions, seed: 1, stratifyBy: 'none' },
    ...{ leaveOut: [], reader: 'Eve' },
  });
  const entries = library.audit.entries(from, 9);
  expect(entries.map(({ actor, action }) => [actor, action])).toEqual([
    ['reader Cleo', 'picture.imported'],
    ['reader Cleo', 'picture.described'],
    ['reader Ada', 'revision.made'],
    ['reader Eve', 'snapshot.made'],
  ]);
  expect(entries[1]?.facts).toBe('{"changed":["patient","site"]}');
});
