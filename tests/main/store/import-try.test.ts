import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { maskToPng } from '../../../main/mask-png.js';
import { importFiles, tryImport } from '../../../main/store/import/import-files.js';
import type { ImportProgress } from '../../../shared/domain.js';
import type { RunLengthMask } from '../../../shared/labelmap.js';
import {
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

const box = rectangle(4, 4, 20, 20);
const otherBox = rectangle(0, 0, 9, 9);

async function place() {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  for (const inside of ['one', 'two']) await mkdir(join(inbox, inside), { recursive: true });
  const library = await openForTest(join(folder, 'library'));
  const request = { library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' };
  const picture = (name: string, seed: number) => writeNoisePng(join(inbox, `${name}.png`), seed);
  const mask = async (name: string, pixels: RunLengthMask) => {
    await writeFile(join(inbox, `${name}.png`), await maskToPng(pixels));
  };
  return { library, request, picture, mask };
}

/** What a try and an import say of the same files, but for whether it was a try. */
function outcome({ dryRun, ...rest }: ImportProgress): Omit<ImportProgress, 'dryRun'> {
  expect(typeof dryRun).toBe('boolean');
  return rest;
}

test('a try of new pictures that are byte for byte alike comes to what the import comes to', async () => {
  const { library, request, picture, mask } = await place();
  // The same picture with another mask, with the same mask, and under its own name once more.
  await picture('a', 1);
  await picture('b', 1);
  await mask('a_segmentation', box);
  await mask('b_segmentation', otherBox);
  await picture('c', 2);
  await picture('d', 2);
  await mask('c_segmentation', box);
  await mask('d_segmentation', box);
  await picture('one/e', 3);
  await picture('two/f', 3);
  await mask('one/e_segmentation', box);
  await mask('two/f_attribute_streaks', otherBox);
  const withoutLibrary = outcome(await tryImport({ ...request, library: null }));
  const tried = outcome(await tryImport(request));
  const imported = outcome(await importFiles(request));
  expect(imported).toMatchObject({ imported: 3, duplicates: 3, masks: 4, knownMasks: 1 });
  expect(imported.refusals).toMatchObject([{ fileName: 'b_segmentation.png' }]);
  expect(tried).toEqual(imported);
  expect(withoutLibrary).toEqual(imported);
  expect(outcome(await tryImport(request))).toEqual(outcome(await importFiles(request)));
  expect(library.instances.ids()).toHaveLength(3);
});

test('a try counts a picture in the trash as the import does, which brings it back', async () => {
  const { library, request, picture } = await place();
  await picture('a', 1);
  await picture('b', 1);
  await importFiles(request);
  library.trash.put(library.instances.ids(), 'Ada');
  const tried = outcome(await tryImport(request));
  expect(tried).toEqual(outcome(await importFiles(request)));
  expect(tried).toMatchObject({ imported: 1, duplicates: 1 });
});
