import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { exportSamples, type ExportRequest } from '../../../main/store/export/export-samples.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import { verifyLibrary } from '../../../main/store/verify.js';
import { lesion, openForTest, pictureWorker, rectangle, temporaryFolder } from './support.js';

const folder = resolve(import.meta.dirname, '../../../../shared/data/dicom/dermoscopy');
const absent = !existsSync(folder);
if (absent) console.log('skipped: real dermoscopy DICOM files, ../shared/data is not there');

test.skipIf(absent)(
  'real dermoscopy files come in, and leave without a value of theirs',
  { timeout: 120_000 },
  async () => {
    const place = await temporaryFolder();
    const library = await openForTest(join(place, 'library'));
    const { imported, refusals } = await importFiles({
      library,
      worker: pictureWorker,
      paths: [folder],
      jobId: 'job-0001',
    });
    expect(imported).toBe(7);
    expect(refusals.filter(({ fileName }) => fileName.endsWith('.dcm'))).toEqual([]);

    const [smallest] = library.instances
      .ids()
      .map((id) => library.instances.get(id))
      .sort((a, b) => a.width * a.height - b.width * b.height);
    if (!smallest) throw new Error('seven pictures');
    const changes = lesion(rectangle(100, 100, 400, 300, smallest));
    library.journal.append(
      { instanceId: smallest.id, frame: 0, kind: 'stroke', changes, fromRevisionId: null },
      'reader',
    );
    const request: ExportRequest = {
      library,
      worker: pictureWorker,
      output: join(place, 'export'),
      appVersion: '1.2.3',
      reader: 'reader',
      selection: { kind: 'all', references: false },
      format: 'isic',
    };
    // These files state that text is burned in.
    expect(await exportSamples({ ...request, output: join(place, 'held') })).toMatchObject({
      samples: 0,
      heldBack: [{ instanceId: smallest.id }],
    });
    library.instances.confirmTextFree(smallest.id, 'reader');
    expect(await exportSamples(request)).toMatchObject({ samples: 1, files: 3 });

    const values = library.instances
      .attributes(smallest.id)
      .filter(({ keyword }) => /UID$|ID$|Date$|Time$|Name$/.test(keyword))
      .map(({ value }) => value)
      // A true ISIC id is kept on purpose; in these files it is the patient's id as well.
      .filter((value) => value.length >= 6 && value !== library.exportNames.nameOf(smallest));
    expect(values.length).toBeGreaterThan(2);
    for (const path of await readdir(request.output, { recursive: true, withFileTypes: true })) {
      if (!path.isFile()) continue;
      const bytes = await readFile(join(path.parentPath, path.name));
      expect(values.filter((value) => bytes.includes(value))).toEqual([]);
    }
    expect(await verifyLibrary(library)).toEqual([]);
  },
);
