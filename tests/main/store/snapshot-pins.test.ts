import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExportFormat } from '../../../shared/domain.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { exportManifest } from '../../../main/store/export/manifest.js';
import { importFile } from '../../../main/store/import/import-file.js';
import type { Library } from '../../../main/store/library.js';
import { createSnapshot } from '../../../main/store/snapshot/create-snapshot.js';
import { verifySnapshot } from '../../../main/store/snapshot/verify-snapshot.js';
import { sha256Of } from '../../../main/store/stored-mask.js';
import type { RunLengthMask } from '../../../shared/labelmap.js';
import {
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

function read(library: Library, instanceId: string, reader: string, mask: RunLengthMask): void {
  const at = { instanceId, frame: 0 };
  library.journal.append(
    { ...at, kind: 'stroke', fromRevisionId: null, changes: lesion(mask) },
    reader,
  );
  library.journal.commit(at, reader);
  library.records.spend(at, reader, 5000);
  library.records.submit(at, reader);
}

/** A picture that two readers drew and a review decided on. */
async function reviewed() {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const path = await writeNoisePng(join(folder, 'a.png'), 1);
  const file = { path, fileName: 'a.png', origin: 'imported' as const };
  const { id } = (await importFile(library, pictureWorker, file)).instance;
  read(library, id, 'Ada', rectangle(0, 0, 10, 10));
  read(library, id, 'Ben', rectangle(0, 0, 10, 5));
  const at = { instanceId: id, frame: 0 };
  const revisionId = library.reviews.get(at).readings[0]?.revisionId ?? '';
  library.reviews.act(at, { act: 'accept', revisionId }, 'Chief');
  return { folder, library, at, revisionId };
}

async function snapshot(library: Library): Promise<void> {
  const drawn = { method: 'drawn', fractions: { train: 1, val: 0, test: 0 }, seed: 1 } as const;
  await createSnapshot({
    ...{ library, worker: pictureWorker, name: 'first', appVersion: '0', references: false },
    ...{ splitting: { ...drawn, stratifyBy: 'none' }, leaveOut: [], reader: 'Ada' },
  });
}

async function exported(library: Library, output: string, format: ExportFormat = 'isic') {
  await exportSamples({
    ...{ library, worker: pictureWorker, output, appVersion: '0', reader: 'Ada', format },
    ...{ selection: { kind: 'snapshot', name: 'first' }, ignoreDisagreement: true },
  });
  const names = (await readdir(output, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    names.map(async (name) => [name.slice(output.length), sha256Of(await readFile(name))] as const),
  );
  const text = await readFile(join(output, 'manifest.json'), 'utf8');
  const manifest = exportManifest.parse(JSON.parse(text));
  return { files: new Map(files.sort()), manifest };
}

/** All that an export tells beside the masks changes. */
function goOn({ library, at, revisionId }: Awaited<ReturnType<typeof reviewed>>): void {
  library.records.spend(at, 'Ada', 60_000);
  library.records.note(at, 'Ben', { flagged: true, difficulty: 'hard' });
  library.forms.answer(
    at,
    'Ada',
    'quality',
    library.forms.current().questions[2]?.options[0]?.id ?? '',
  );
  read(library, at.instanceId, 'Aaron', rectangle(20, 20, 30, 28));
  library.reviews.act(at, { act: 'accept', revisionId }, 'Chief');
}

test.each(['isic', 'webdataset'] as const)(
  'two exports of one snapshot are equal, byte for byte, as %s',
  async (format) => {
    const made = await reviewed();
    const { folder, library } = made;
    await snapshot(library);
    const first = await exported(library, join(folder, 'one'), format);
    expect(first.manifest.samples).toMatchObject([
      { weight: 0.5, ignore: { disagreementPx: 50 }, readings: [{ spentMs: 5000 }, {}] },
    ]);
    goOn(made);
    const second = await exported(library, join(folder, 'two'), format);
    expect(second.files).toEqual(first.files);
    expect(JSON.stringify(library.snapshots.get('first'))).not.toMatch(/Ada|Ben/);
  },
);

test('a snapshot without pins, as older ones are, says what is known now', async () => {
  const made = await reviewed();
  const { folder, library, at, revisionId } = made;
  const sample = { id: 'a', split: 'train', revision: revisionId, maskSha256: {} };
  const manifest = JSON.stringify({ samples: [sample] });
  library.snapshots.insert(
    { name: 'first', manifest, manifestSha256: 'a'.repeat(64), card: '-' },
    [{ ...at, revisionId, split: 'train', group: 'g1' }],
    'Ada',
  );
  const first = await exported(library, join(folder, 'one'));
  expect(first.manifest.samples).toMatchObject([{ weight: 0.5, readings: [{}, {}] }]);
  goOn(made);
  const { manifest: later } = await exported(library, join(folder, 'two'));
  expect(later.samples[0]?.readings).toHaveLength(3);
});

test.each([
  ['altered', "UPDATE review_decisions SET band = x'00'", 'band-altered'],
  // Whoever alters the hash with it cannot alter what the manifest says.
  [
    'replaced with its hash',
    "UPDATE review_decisions SET band = x'00', band_sha256 = 'f'",
    'band-missing',
  ],
  ['gone', 'DELETE FROM review_decisions', 'band-missing'],
])('a pinned disagreement band that is %s is told of', async (_how, damage, kind) => {
  const made = await reviewed();
  const { library } = made;
  await snapshot(library);
  // Another band, of a later decision, is not the one that is pinned.
  goOn(made);
  expect(await verifySnapshot(library, 'first')).toEqual([]);
  library.database.exec('DROP TRIGGER review_decisions_keep; DROP TRIGGER review_decisions_stay');
  library.database.exec(`${damage} WHERE sequence = (SELECT min(sequence) FROM review_decisions)`);
  const [problem, ...others] = await verifySnapshot(library, 'first');
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ kind, segment: null });
});
