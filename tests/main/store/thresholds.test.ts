import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readingMethods } from '../../../shared/contract/reading.js';
import type { MaskSource } from '../../../shared/domain.js';
import type { RunLengthMask } from '../../../shared/labelmap.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { exportManifest } from '../../../main/store/export/manifest.js';
import { importFile } from '../../../main/store/import/import-file.js';
import { rebuildLibrary } from '../../../main/store/records/rebuild.js';
import { verifyLibrary } from '../../../main/store/verify.js';
import {
  insertProposal,
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

/** A picture with two proposals, and ways to take pixels of them over. */
async function proposed() {
  const folder = await temporaryFolder();
  const files = await temporaryFolder();
  const library = await openForTest(folder);
  const given = {
    path: await writeNoisePng(join(files, 'a.png'), 1),
    fileName: 'a.png',
    origin: 'imported' as const,
  };
  const { id: instanceId } = (await importFile(library, pictureWorker, given)).instance;
  const at = { instanceId, frame: 0 };
  const a = (await insertProposal(library, instanceId, rectangle(1, 1, 9, 9))).revisionId;
  const b = (await insertProposal(library, instanceId, rectangle(4, 4, 14, 14))).revisionId;
  const takeOver = (revisionId: string, mask: RunLengthMask, threshold: number | null) =>
    library.journal.append(
      {
        ...at,
        kind: 'take-over',
        changes: lesion(mask),
        fromRevisionId: revisionId,
        sources: [{ revisionId, threshold }],
      },
      'reader',
    );
  const takeRegion = (sources: MaskSource[], left = 12) =>
    library.journal.append(
      {
        ...at,
        kind: 'command',
        tool: 'take-region',
        changes: lesion(rectangle(left, 1, left + 2, 3)),
        fromRevisionId: null,
        sources,
      },
      'reader',
    );
  return { folder, library, at, a, b, takeOver, takeRegion };
}

describe('the threshold of a proposal whose pixels were taken', () => {
  test('is in the revision, the timeline, the audit log and the export', async () => {
    const { library, at, a, b, takeOver, takeRegion } = await proposed();
    takeOver(a, rectangle(1, 1, 6, 6), 0.35);
    takeRegion([{ revisionId: b, threshold: 0.7 }]);
    expect(library.journal.steps(at, 'reader', 10).steps).toMatchObject([
      { kind: 'take-over', thresholds: [0.35] },
      { kind: 'command', thresholds: [0.7] },
    ]);
    const revision = library.journal.commit(at, 'reader');
    expect(revision).toMatchObject({
      parentId: a,
      sources: [a, b],
      sourceThresholds: { [a]: [0.35], [b]: [0.7] },
    });
    const made = library.audit.entries(0, 100).find(({ subject }) => subject === revision?.id);
    expect(JSON.parse(made?.facts ?? '')).toMatchObject({
      sources: [a, b],
      thresholds: { [a]: [0.35], [b]: [0.7] },
    });

    const output = join(await temporaryFolder(), 'export');
    await exportSamples({
      ...{ library, worker: pictureWorker, output, appVersion: '0', reader: 'reader' },
      ...{ selection: { kind: 'all', references: false }, format: 'isic' },
    });
    const text = await readFile(join(output, 'manifest.json'), 'utf8');
    const [newest, older] = exportManifest.parse(JSON.parse(text)).samples[0]?.lineage ?? [];
    expect(newest).toMatchObject({ sourceThresholds: { [a]: [0.35], [b]: [0.7] } });
    expect(older).toMatchObject({ id: a, sourceThresholds: {} });
  });

  test('follows undo, redo and going back, over a reopening', async () => {
    const { folder, library, at, a, takeOver } = await proposed();
    takeOver(a, rectangle(1, 1, 6, 6), 0.35);
    takeOver(a, rectangle(6, 1, 9, 6), 0.2);
    // What was drawn before a take-over is a revision of its own.
    expect(library.revisions.list(at.instanceId).at(-1)?.sourceThresholds).toEqual({ [a]: [0.35] });
    takeOver(a, rectangle(9, 1, 12, 6), 0.1);
    library.journal.undo(at, 'reader');
    library.close();
    const again = await openForTest(folder);
    again.journal.goTo(at, 'reader', 0);
    again.journal.goTo(at, 'reader', 2);
    expect(again.journal.steps(at, 'reader', 10)).toMatchObject({
      position: 2,
      steps: [{ thresholds: [0.35] }, { thresholds: [0.2] }, { thresholds: [0.1] }],
    });
    expect(again.journal.redo(at, 'reader')).toMatchObject({ canRedo: false });
    const kept = again.journal.commit(at, 'reader');
    expect(kept?.sourceThresholds).toEqual({ [a]: [0.1] });
  });

  test('is kept of each act, where one proposal was cut at several', async () => {
    const { library, at, b, takeRegion } = await proposed();
    takeRegion([{ revisionId: b, threshold: 0.7 }]);
    takeRegion([{ revisionId: b, threshold: 0.5 }], 6);
    takeRegion([{ revisionId: b, threshold: 0.7 }], 3);
    const revision = library.journal.commit(at, 'reader');
    expect(revision).toMatchObject({ sources: [b], sourceThresholds: { [b]: [0.7, 0.5] } });
  });

  test('is not there where none was noted', async () => {
    const { library, at, a, takeOver } = await proposed();
    takeOver(a, rectangle(1, 1, 6, 6), null);
    expect(library.journal.steps(at, 'reader', 1).steps[0]?.thresholds).toEqual([]);
    expect(library.journal.commit(at, 'reader')?.sourceThresholds).toEqual({});
  });

  test('is in the database that is made anew from the records', async () => {
    const { folder, library, at, a, takeOver } = await proposed();
    takeOver(a, rectangle(1, 1, 6, 6), 0.35);
    const kept = library.journal.commit(at, 'reader');
    takeOver(a, rectangle(6, 1, 9, 6), 0.2);
    library.close();
    await rebuildLibrary(folder);
    const again = await openForTest(folder);
    expect(again.revisions.get(kept?.id ?? '').sourceThresholds).toEqual({ [a]: [0.35] });
    expect(again.journal.commit(at, 'reader')?.sourceThresholds).toEqual({ [a]: [0.2] });
  });

  test('that was altered is found by verify, as is another source', async () => {
    const { library, at, a, b, takeOver } = await proposed();
    takeOver(a, rectangle(1, 1, 6, 6), 0.35);
    library.journal.commit(at, 'reader');
    const faults = async () => {
      const findings = await verifyLibrary(library);
      return findings.filter(({ kind }) => kind === 'audit-broken').map(({ message }) => message);
    };
    expect(await faults()).toEqual([]);
    library.database.exec('DROP TRIGGER revision_sources_keep');
    library.database.exec("UPDATE revision_sources SET thresholds = '[0.5]'");
    expect(await faults()).toEqual([expect.stringContaining('other sources')]);
    library.database.exec("UPDATE revision_sources SET thresholds = '[0.35]'");
    expect(await faults()).toEqual([]);
    library.database.run('UPDATE revision_sources SET source_id = ?', [b]);
    expect(await faults()).toEqual([expect.stringContaining('other sources')]);
  });

  test('of a mask that is no proposal is refused, as is a source named twice', async () => {
    const { library, at, a, takeOver, takeRegion } = await proposed();
    takeOver(a, rectangle(1, 1, 6, 6), 0.35);
    const mine = library.journal.commit(at, 'reader')?.id ?? '';
    expect(() => takeRegion([{ revisionId: mine, threshold: 0.5 }])).toThrow(/no model's proposal/);
    const source = { revisionId: a, threshold: 0.5 };
    expect(() => takeRegion([source, source])).toThrow(/once/);
    expect(library.journal.commit(at, 'reader')).toBeNull();
  });

  test('is refused at the boundary unless it is a probability', () => {
    const parse = (threshold: unknown) =>
      readingMethods['reading.edit'].input.safeParse({
        ...{ instanceId: 'instance-one', frame: 0, kind: 'command', fromRevisionId: null },
        changes: lesion(rectangle(1, 1, 2, 2)),
        sources: [{ revisionId: 'revision-one', threshold }],
      }).success;
    expect([0, 0.35, 1, null, undefined].map(parse)).toEqual(Array(5).fill(true));
    expect([-0.01, 1.01, NaN, '0.5'].map(parse)).toEqual(Array(4).fill(false));
  });
});
