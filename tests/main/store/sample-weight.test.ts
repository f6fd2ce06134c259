import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { exportManifest } from '../../../main/store/export/manifest.js';
import { importFile } from '../../../main/store/import/import-file.js';
import type { Library } from '../../../main/store/library.js';
import { agreementOf } from '../../../main/store/snapshot/reader-agreement.js';
import { encodeMask, type RunLengthMask } from '../../../shared/labelmap.js';
import {
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

async function picture(library: Library, folder: string, seed: number): Promise<string> {
  const path = await writeNoisePng(join(folder, `${String(seed)}.png`), seed);
  const origin = { fileName: `${String(seed)}.png`, origin: 'imported' as const };
  return (await importFile(library, pictureWorker, { path, ...origin })).instance.id;
}

function draw(
  library: Library,
  instanceId: string,
  reader: string,
  mask: RunLengthMask,
  parentId: string | null = null,
): string {
  const { id } = library.revisions.insert({
    instanceId,
    frame: 0,
    parentId,
    source: 'reader',
    model: null,
    reader,
    runId: null,
    journalSequence: null,
    masks: lesion(mask),
  });
  return id;
}

async function exportAll(library: Library, output: string) {
  await exportSamples({
    library,
    worker: pictureWorker,
    output,
    appVersion: '0',
    reader: 'Ada',
    format: 'isic',
    selection: { kind: 'all', references: false },
  });
  const text = await readFile(join(output, 'manifest.json'), 'utf8');
  return exportManifest.parse(JSON.parse(text));
}

test('what readers do not agree on weighs less, by the Jaccard of their newest masks', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const [alone, shared] = [await picture(library, folder, 1), await picture(library, folder, 2)];
  draw(library, alone, 'Ada', rectangle(0, 0, 10, 10));
  draw(library, shared, 'Ada', rectangle(0, 0, 30, 30));
  draw(library, shared, 'Ada', rectangle(0, 0, 10, 10));
  const first = await exportAll(library, join(folder, 'one'));
  expect(first.samples.map(({ weight }) => weight)).toEqual([1, 1]);
  expect(await readdir(join(folder, 'one'))).not.toContain('weights.csv');

  const bens = draw(library, shared, 'Ben', rectangle(0, 0, 10, 5));
  // What a reviewer makes of a reader's mask is no third reading.
  draw(library, shared, 'Cleo', rectangle(0, 0, 10, 5), bens);
  const frames = [alone, shared].map((id) => ({ instance: { id }, frame: 0 }));
  expect(agreementOf(library, frames)).toEqual({
    pictures: 1,
    pairs: 1,
    meanJaccard: 0.5,
    meanDice: 100 / 150,
  });
  const second = await exportAll(library, join(folder, 'two'));
  expect(second.samples.map(({ weight }) => weight)).toEqual([1, 0.5]);
  const [a, b] = second.samples.map(({ id }) => id);
  expect(await readFile(join(folder, 'two', 'weights.csv'), 'utf8')).toBe(
    `name,weight\n${String(a)},1\n${String(b)},0.5\n`,
  );
  expect(second.files.map(({ path }) => path)).toEqual(['weights.csv']);
});

test('a reading without a lesion is an empty one, in weights and at no cost to the export', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const id = await picture(library, folder, 1);
  draw(library, id, 'Ada', rectangle(0, 0, 10, 10));
  library.revisions.insert({
    ...{ instanceId: id, frame: 0, parentId: null, source: 'reader', model: null },
    ...{ reader: 'Bob', runId: null, journalSequence: null },
    masks: [{ segment: 'globules', mask: encodeMask(rectangle(2, 2, 4, 4)) }],
  });
  const { samples } = await exportAll(library, join(folder, 'out'));
  expect(samples.map(({ weight }) => weight)).toEqual([0.1]);
});

test('a consensus is nobody’s reading, whoever of the readers made it', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const id = await picture(library, folder, 1);
  const adas = draw(library, id, 'Ada', rectangle(0, 0, 10, 10));
  const bens = draw(library, id, 'Ben', rectangle(0, 0, 10, 5));
  const agree = (maker: string, sources: [string, string]) => {
    library.revisions.insert({
      ...{ instanceId: id, frame: 0, source: 'reader', model: null, reader: maker },
      ...{ parentId: sources[0], runId: null, journalSequence: null },
      sources: sources.map((id) => ({ id, thresholds: [] })),
      masks: lesion(rectangle(0, 0, 10, 8)),
    });
  };
  // The first of the sources is the maker's own, or the other reader's.
  agree('Ada', [adas, bens]);
  agree('Ben', [adas, bens]);
  const agreed = agreementOf(library, [{ instance: { id }, frame: 0 }]);
  expect(agreed).toMatchObject({ pairs: 1, meanJaccard: 0.5 });
});
