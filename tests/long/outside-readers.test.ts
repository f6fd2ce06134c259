import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exportSamples } from '../../main/store/export/export-samples.js';
import { exportManifest } from '../../main/store/export/manifest.js';
import { importFiles } from '../../main/store/import/import-files.js';
import type { Library } from '../../main/store/library.js';
import { openLibrary } from '../../main/store/open-library.js';
import { maskToPng } from '../../main/mask-png.js';
import type { ExportFormat } from '../../shared/domain.js';
import { canIgnoreDisagreement } from '../../shared/exchange.js';
import { maskArea, xorMasks } from '../../shared/labelmap.js';
import { lesion, pictureWorker, rectangle, writeNoisePng } from '../main/store/support.js';

/**
 * Exports as others read them: pycocotools, highdicom and pydicom (the Python is LIMEN_PYTHON or
 * that of models/training/.venv), and dciodvfy of dicom3tools,
 * the verifier of nnU-Net (its packages are in LIMEN_NNUNET), and isic-challenge-scoring (the Python of
 * LIMEN_SCORING_PYTHON).
 */
const root = resolve(import.meta.dirname, '../..');
const python = process.env.LIMEN_PYTHON ?? join(root, 'models/training/.venv/bin/python');
const readers = spawnSync(python, ['-c', 'import highdicom, pycocotools']);
const noReaders =
  readers.status === 0 ? '' : ' (skipped: no Python with highdicom and pycocotools)';
const noDciodvfy = spawnSync('dciodvfy').error ? ' (skipped: dciodvfy is not installed)' : '';

const nnunetEnvironment = {
  ...process.env,
  PYTHONPATH: process.env.LIMEN_NNUNET ?? '',
  // It says so at each start where these are not set.
  nnUNet_raw: tmpdir(),
  nnUNet_preprocessed: tmpdir(),
  nnUNet_results: tmpdir(),
};
const verifier = 'nnunetv2.experiment_planning.verify_dataset_integrity';
const nnunet = spawnSync(python, ['-c', `import ${verifier}`], { env: nnunetEnvironment });
const noNnunet = nnunet.status === 0 ? '' : ' (skipped: no Python with nnunetv2)';
const scorer = process.env.LIMEN_SCORING_PYTHON ?? 'python3';
const noScorer =
  spawnSync(scorer, ['-c', 'import isic_challenge_scoring']).status === 0
    ? ''
    : ' (skipped: no Python with isic-challenge-scoring)';

const areas = z.record(z.string(), z.record(z.string(), z.int()));
const challenge = z.object({ macro_average: z.record(z.string(), z.number()) });
const found = z.object({ coco: areas, dicom: areas });

let folder: string;
let library: Library;
/** What the store holds, by the name of the sample. */
let stored: z.infer<typeof areas>;

/** Where the readers of one picture differ: in COCO a crowd region, in nnU-Net the label `ignore`. */
const [annas, berts] = [rectangle(2, 3, 20, 20), rectangle(5, 3, 22, 20)];
let ignored: { id: string; areaPx: number };

/**
 * Three pictures of 40 x 30 with imported masks, one of them with an attribute, one read by two and
 * agreed upon.
 */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-readers-'));
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  for (const seed of [0, 1, 2]) {
    await writeNoisePng(join(inbox, `ISIC_000000${String(seed)}.png`), seed);
    const mask = await maskToPng(rectangle(2, 3, 11 + seed, 21));
    await writeFile(join(inbox, `ISIC_000000${String(seed)}_segmentation.png`), mask);
  }
  const streaks = await maskToPng(rectangle(5, 5, 20, 9));
  await writeFile(join(inbox, 'ISIC_0000001_attribute_streaks.png'), streaks);
  library = await openLibrary(join(folder, 'library'));
  await importFiles({ library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' });
  review(library.instances.ids()[2] ?? '');
  for (const format of ['isic', 'nnunet', 'coco', 'dicom-seg'] as const) await exportAs(format);
  const manifest = exportManifest.parse(
    JSON.parse(await readFile(join(folder, 'coco', 'manifest.json'), 'utf8')),
  );
  stored = Object.fromEntries(
    manifest.samples.map(({ id, lineage }) => [id, lineage[0]?.areaPx ?? {}]),
  );
  return async () => {
    library.close();
    await rm(folder, { recursive: true });
  };
});

function review(instanceId: string): void {
  const at = { instanceId, frame: 0 };
  for (const [reader, mask] of Object.entries({ anna: annas, bert: berts })) {
    const edit = { ...at, kind: 'stroke', changes: lesion(mask), fromRevisionId: null } as const;
    library.journal.append(edit, reader);
    library.journal.commit(at, reader);
    library.records.submit(at, reader);
  }
  library.reviews.act(at, { act: 'consensus', method: 'majority' }, 'chief');
  const id = library.exportNames.nameOf(library.instances.get(instanceId));
  ignored = { id, areaPx: maskArea(xorMasks(annas, berts)) };
}

async function exportAs(format: ExportFormat): Promise<void> {
  await exportSamples({
    library,
    worker: pictureWorker,
    output: join(folder, format),
    appVersion: '0.0.0',
    reader: 'reader-1',
    selection: { kind: 'all', references: true },
    format,
    ignoreDisagreement: canIgnoreDisagreement(format),
  });
}

describe('exports as others read them', () => {
  test.skipIf(noReaders !== '')(
    `pycocotools and highdicom find the stored pixels${noReaders}`,
    () => {
      const script = join(root, 'tests/support/read_exports.py');
      const args = [script, join(folder, 'coco'), join(folder, 'dicom-seg')];
      const run = spawnSync(python, args, { encoding: 'utf8' });
      expect(run.status, run.stderr).toBe(0);
      expect(Object.keys(stored)).toHaveLength(3);
      const { id, areaPx } = ignored;
      const coco = { ...stored, [id]: { ...stored[id], ignore: areaPx } };
      expect(found.parse(JSON.parse(run.stdout))).toEqual({ coco, dicom: stored });
    },
  );

  test.skipIf(noDciodvfy !== '')(`dciodvfy finds no error${noDciodvfy}`, async () => {
    for (const kind of ['images', 'segmentations']) {
      const names = await readdir(join(folder, 'dicom-seg', kind));
      expect(names).toHaveLength(3);
      for (const name of names) {
        const path = join(folder, 'dicom-seg', kind, name);
        const { stderr } = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
        expect(stderr).toMatch(/VLPhotographicImage|Segmentation/);
        expect(stderr.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
      }
    }
  });

  test.skipIf(noNnunet !== '')(`nnU-Net finds its dataset whole${noNnunet}`, async () => {
    const dataset = join(folder, 'nnunet', 'Dataset001_Limen');
    // It checks in processes of its own, each of which begins with this file.
    const script = join(folder, 'verify.py');
    await writeFile(
      script,
      [
        'import sys',
        `from ${verifier} import verify_dataset_integrity`,
        "if __name__ == '__main__':",
        '    verify_dataset_integrity(sys.argv[1], 1)',
      ].join('\n'),
    );
    const verify = (): ReturnType<typeof spawnSync> =>
      spawnSync(python, [script, dataset], { env: nnunetEnvironment, encoding: 'utf8' });
    const whole = verify();
    expect(whole.status, String(whole.stderr)).toBe(0);
    expect(whole.stdout).toContain('verify_dataset_integrity Done');
    // It does find what is wrong.
    const [label = ''] = await readdir(join(dataset, 'labelsTr'));
    await rm(join(dataset, 'labelsTr', label));
    expect(verify().status).not.toBe(0);
  });

  test.skipIf(noScorer !== '')(`isic-challenge-scoring reads every mask${noScorer}`, async () => {
    const exported = join(folder, 'isic', 'masks');
    const masks = join(folder, 'task-1');
    await mkdir(masks);
    for (const name of await readdir(exported)) {
      if (name.endsWith('_segmentation.png'))
        await copyFile(join(exported, name), join(masks, name));
    }
    const args = ['-m', 'isic_challenge_scoring', '--output', 'json', 'segmentation', masks, masks];
    const run = spawnSync(scorer, args, { encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    const { macro_average: mean } = challenge.parse(JSON.parse(run.stdout));
    expect(mean).toMatchObject({ jaccard: 1, dice: 1 });
  });
});
