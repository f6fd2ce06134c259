import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { exportFormat, type ExportFormat, type Instance } from '../../../shared/domain.js';
import {
  canIgnoreDisagreement,
  canMarkUnreviewed,
  type ExportSelection,
} from '../../../shared/exchange.js';
import { firstForm } from '../../../shared/form.js';
import { encodeMask } from '../../../shared/labelmap.js';
import { run as auditCommand } from '../../../main/cli/audit.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { exportManifest } from '../../../main/store/export/manifest.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import { createSnapshot } from '../../../main/store/snapshot/create-snapshot.js';
import { birthDate, hitsBelow, writeCanaries } from '../../support/canary.js';
import {
  insertProposal,
  lesion,
  model,
  openForTest,
  pictureWorker,
  recordingIo,
  rectangle,
  temporaryFolder,
} from './support.js';

/** In every place where a patient's attribute can be; nowhere in an export. */
const canary = 'CANARY7Q';
/** In the names, comments and answers of readers; in no export either. */
const people = 'CANARY8R';
const reader = `Dr ${people}`;
const second = `Prof ${people}`;
const scores = { asymmetry: 1, border: 3, colours: 2, structures: 0 };

test('an export leaves every attribute, name and date behind', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  const inside = join(inbox, `${canary}folder`);
  await mkdir(inside, { recursive: true });
  await writeCanaries(inside, canary);
  const temporary = join(folder, 'temporary');
  await mkdir(temporary);
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const library = await openForTest(join(folder, 'library'), { proposingModelId: model.id });
  const { refusals } = await importFiles({
    library,
    worker: pictureWorker,
    paths: [inbox],
    jobId: 'job-0001',
  });
  expect(refusals).toEqual([]);
  const imported = library.instances.ids().map((id) => library.instances.get(id));
  expect(imported.map(({ format }) => format).sort()).toEqual(['dicom', 'jpeg', 'png', 'png']);
  expect(imported.find(({ format }) => format === 'jpeg')).toMatchObject({
    orientation: 6,
    width: 16,
    height: 24,
  });
  const { passed, single } = await work(library, imported);
  const snapshot = {
    library,
    worker: pictureWorker,
    reader,
    name: 'first',
    appVersion: '1.2.3',
    references: false,
    leaveOut: [],
  };
  const fractions = { train: 1, val: 0, test: 0 };
  const splitting = { method: 'drawn', fractions, seed: 1, stratifyBy: 'none' } as const;
  await createSnapshot({ ...snapshot, splitting });
  correct(library, single, reader, 1);

  const out = join(folder, 'out');
  await mkdir(out);
  const all = { kind: 'all', references: true } as const;
  for (const format of exportFormat.options) {
    const unreviewed = canMarkUnreviewed(format);
    const { samples, heldBack } = await exportTo(library, out, format, { ...all, unreviewed });
    expect({ format, samples, heldBack }).toEqual({
      format,
      samples: unreviewed ? 4 : 3,
      heldBack: [],
    });
  }
  for (const [name, selection] of Object.entries<ExportSelection>({
    snapshot: { kind: 'snapshot', name: 'first' },
    since: { kind: 'since', name: 'first', references: true },
    pictures: { kind: 'pictures', instanceIds: [passed.id], unreviewed: true },
  })) {
    const { samples } = await exportTo(library, out, 'isic', selection, name);
    expect({ name, samples }).toEqual({ name, samples: name === 'snapshot' ? 3 : 1 });
  }

  for (const word of [canary, people, birthDate]) expect(await hitsBelow(out, word)).toEqual([]);
  expect(await hitsBelow(temporary, canary)).toEqual([]);
  for (const part of ['cache', 'blobs']) {
    const names = await readdir(join(library.folder, part), { recursive: true });
    expect(names.filter((name) => name.includes(canary))).toEqual([]);
  }
  const { io, printed, noted } = recordingIo();
  expect(await auditCommand(['--library', library.folder], io)).toBe(0);
  expect([...printed, ...noted].filter((line) => line.includes(canary))).toEqual([]);
  expect(printed.length).toBeGreaterThan(10);

  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.png')) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    expect(chunksOf(bytes)).toEqual(['IHDR', 'IDAT', 'IEND']);
  }
  const json = await readFile(join(out, 'isic', 'manifest.json'), 'utf8');
  expect(json).not.toMatch(/20\d\d-|1[6-9]\d{11}/);
  for (const { sha256, id } of imported) {
    expect(json).not.toContain(sha256);
    expect(json).not.toContain(id);
  }
  const readings = exportManifest
    .parse(JSON.parse(json))
    .samples.flatMap((sample) => sample.readings);
  expect(readings).toContainEqual({
    reader: expect.stringMatching(/^reader-\d$/) as string,
    submitted: true,
    flagged: false,
    difficulty: 'hard',
    spentMs: 0,
    abcd: {
      draft: scores,
      confirmed: { ...scores, structures: 2 },
      revisionId: expect.any(String) as string,
    },
    answers: [{ question: 'diagnosis', label: null, answer: 'nevus', answerLabel: null }],
  });
});

/**
 * One picture passes the gate, one is read by two and reviewed, the others are read by one; with all
 * that readers and curators can say of them.
 */
async function work(
  library: Library,
  imported: readonly Instance[],
): Promise<{ passed: Instance; single: Instance }> {
  const named = (ending: string): Instance => {
    const found = imported.find(({ fileName }) => fileName.endsWith(ending));
    if (!found) throw new Error(`${ending} was imported`);
    return found;
  };
  const [passed, photo, single] = [named('unread.png'), named('photo.jpg'), named('name.png')];
  await insertProposal(library, passed.id, half(passed), { confidence: 0.9 });
  const setting = { leastConfidence: 0.5, controlRate: 0.01, failureLimit: 0.1, seed: 1 };
  library.gate.open(setting, { ...model, threshold: 0.5 }, reader);
  expect(library.gate.letPass(null)).toBe(1);
  library.assignments.assign([photo.id], [reader, second], 'each', reader);
  library.forms.change([
    ...firstForm.questions,
    { id: 'free', kind: 'text', label: 'Remarks', options: [] },
  ]);
  for (const instance of imported) {
    const facts = { patient: canary, lesion: canary, site: canary, diagnosis: canary };
    library.identity.record(instance.id, facts, null);
    library.tags.change([instance.id], { add: [canary], remove: [] }, reader);
    if (instance === passed) continue;
    read(library, instance, reader);
  }
  read(library, photo, second);
  const at = { instanceId: photo.id, frame: 0 };
  library.reviews.act(at, { act: 'consensus', method: 'staple' }, reader);
  return { passed, single };
}

function read(library: Library, instance: Instance, by: string): void {
  correct(library, instance, by, by === reader ? 2 : 1);
  const at = { instanceId: instance.id, frame: 0 };
  library.records.note(at, by, { comment: `${people}comment`, difficulty: 'hard' });
  library.records.submit(at, by);
  library.abcd.confirm(at, by, { draft: scores, confirmed: { ...scores, structures: 2 } });
  library.forms.answer(at, by, 'diagnosis', 'nevus');
  library.forms.answer(at, by, 'free', `${people}answer`);
}

/** Keeps a lesion and an attribute that begin at this row as a revision. */
function correct(library: Library, instance: Instance, by: string, top: number): void {
  const at = { instanceId: instance.id, frame: 0 };
  const mask = half(instance, top);
  const changes = [...lesion(mask), { segment: 'streaks' as const, mask: encodeMask(mask) }];
  library.journal.append({ ...at, kind: 'stroke', changes, fromRevisionId: null }, by);
  library.journal.commit(at, by);
}

const half = ({ width, height }: Instance, top = 0) =>
  rectangle(0, top % height, Math.ceil(width / 2), height, { width, height });

async function exportTo(
  library: Library,
  out: string,
  format: ExportFormat,
  selection: ExportSelection,
  name: string = format,
) {
  return exportSamples({
    library,
    worker: pictureWorker,
    output: join(out, name),
    appVersion: '1.2.3',
    reader,
    selection,
    format,
    ignoreDisagreement: canIgnoreDisagreement(format),
  });
}

/** Types of a PNG's chunks, each once, in order. */
function chunksOf(bytes: Buffer): string[] {
  const types = new Set<string>();
  for (let offset = 8; offset < bytes.length; offset += bytes.readUInt32BE(offset) + 12) {
    types.add(bytes.toString('latin1', offset + 4, offset + 8));
  }
  return [...types];
}
