import { expect } from '@playwright/test';
import type { ExportReceipt, ImportProgress } from '../../../shared/domain.js';
import type { AlikePair } from '../../../shared/identity.js';
import type { LaunchedLimen } from './launch.js';
import { callInPage } from './reading.js';
import { announceTo, tellReplies } from './told-replies.js';

const sha256 = '3f'.repeat(32);
const longName = 'Dermoscopy of the left forearm, second visit, polarised, 2026-03-14 (copy).jpeg';

/** Looks at a screen; `part` is what changed since the whole was looked at. */
type Look = (screen: string, part?: string) => Promise<void>;

/** The states of long work, of damage and of large libraries, which no test comes to in seconds. */
export async function rareStates(limen: LaunchedLimen, look: Look): Promise<void> {
  const { page } = limen;
  const { instances } = await callInPage(page, 'library.list', {
    ...{ offset: 0, limit: 2, status: null, search: '' },
  });
  const [one = '', two = ''] = instances.map(({ instance }) => instance.id);
  await verifiedSnapshot(limen, look);
  await alikeSearch(limen, look, [one, two]);
  await exportReceipt(limen, look, one);
  await stoppedGate(limen, look);
  await importReport(limen, look);
  await timeAtWork(limen, look, one);
  // Nothing of what was told is left.
  await tellReplies(limen, {});
  await page.reload();
}

async function verifiedSnapshot(limen: LaunchedLimen, look: Look): Promise<void> {
  const { page } = limen;
  const counts = { train: 70_000, val: 15_000, test: 15_000 };
  const summary = { name: 'Autumn 2026', manifestSha256: sha256, createdAtMs: 1.79e12, counts };
  const known = {
    'snapshot.list': [summary],
    'snapshot.get': { summary, card: 'Samples: 100000\nReaders: 12\n'.repeat(12) },
  };
  await tellReplies(limen, { ...known, 'snapshot.verify': 'never', 'snapshot.cancel': {} });
  await page.reload();
  await page.getByTestId('nav-snapshots').click();
  await page.getByTestId('snapshot-verify').click();
  await announceTo(limen, 'snapshot.progress', { done: 41_213, total: 100_000 });
  await expect(page.getByTestId('snapshot-verifying')).toContainText('41,213');
  await look('snapshot-verifying', '[data-testid=snapshots-screen]');
  await page.reload();
  const sample = 'ISIC_0012127_downsampled';
  const damage = (
    [
      ['sample-altered', null],
      ['sample-missing', null],
      ['mask-altered', 'negative-network'],
      ['mask-missing', 'lesion'],
      ['band-altered', null],
      ['band-missing', null],
      ['original-altered', null],
    ] as const
  ).map(([kind, segment]) => ({ kind, sample, segment }));
  const more = Array.from({ length: 150 }, (_, index) => ({
    kind: 'original-altered' as const,
    sample: `LIMEN_${String(index).padStart(8, '0')}`,
    segment: null,
  }));
  await tellReplies(limen, { ...known, 'snapshot.verify': { problems: [...damage, ...more] } });
  await page.getByTestId('nav-snapshots').click();
  await page.getByTestId('snapshot-verify').click();
  await expect(page.getByTestId('snapshot-verdict')).toContainText('157');
  await look('snapshot-problems', '[data-testid=snapshots-screen]');
}

async function alikeSearch(limen: LaunchedLimen, look: Look, ids: [string, string]): Promise<void> {
  const { page } = limen;
  const [a, b] = ids.map((id) => ({
    ...{ id, fileName: longName, patient: 'P-00017', lesion: 'left forearm' },
    split: 'train' as const,
  }));
  if (!a || !b) return;
  const pair: AlikePair = {
    ...{ a, b, distance: 3, correlation: 0.994, decision: 'same-picture' },
    curator: 'Dr Alexandra Example-Longname',
  };
  const search = { done: 61_000, total: 100_000, running: true };
  await tellReplies(limen, {
    'identity.pairs': { total: 412, undecided: 411, pairs: [pair], search },
  });
  await page.getByTestId('nav-library').click();
  await page.getByTestId('layout-alike').click();
  await expect(page.getByTestId('alike-cancel')).toBeVisible();
  await look('alike-searching', '[data-testid=alike-pairs]');
}

async function exportReceipt(limen: LaunchedLimen, look: Look, id: string): Promise<void> {
  const { page } = limen;
  const reasons = ['text-not-confirmed', 'no-correction', 'unreviewed', 'in-review'] as const;
  const heldBack = Array.from({ length: 4000 }, (_, index) => ({
    instanceId: `${id.slice(0, -4)}${String(index).padStart(4, '0')}`,
    fileName: index % 3 === 0 ? longName : `ISIC_${String(index)}.jpg`,
    reason: reasons[index % reasons.length] ?? ('rejected' as const),
  }));
  const receipt: ExportReceipt = {
    ...{ folder: '/data/exports/dermoscopy/limen-export-2026-11-22T20-47-07', samples: 1240 },
    ...{ files: 4961, bytes: 8_300_000_000, manifestSha256: sha256, heldBack, withdrawn: 12 },
  };
  const trial = {
    samples: 1240,
    masks: 3720,
    unreviewed: 0,
    counts: null,
    heldBack,
    withdrawn: 12,
  };
  await tellReplies(limen, { 'export.try': trial, 'export.run': receipt });
  await page.getByTestId('nav-library').click();
  await page.getByTestId('export-open').click();
  await expect(page.getByTestId('export-withdrawn')).toBeVisible();
  await look('export-held-back', '[role=dialog]');
  await page.getByTestId('export-run').click();
  await expect(page.getByTestId('export-receipt')).toBeVisible();
  await look('export-receipt', '[role=dialog]');
  await page.keyboard.press('Escape');
}

async function stoppedGate(limen: LaunchedLimen, look: Look): Promise<void> {
  const { page } = limen;
  const known = await callInPage(page, 'gate.get', {});
  const setting = { leastConfidence: 0.87, controlRate: 0.1, failureLimit: 0.1, seed: 1 };
  const gate = {
    ...{ setting, state: 'open' as const, model: { id: 'limen', version: '1.0.0' } },
    passed: 61_234,
    control: { drawn: 6123, judged: 19, withoutMask: 2, failed: 2, p: 0.579 },
  };
  await tellReplies(limen, { 'gate.get': { ...known, gate } });
  await page.reload();
  await page.getByTestId('nav-worklist').click();
  await expect(page.getByTestId('gate-failed')).toBeVisible();
  await look('gate-open', '[data-testid=gate]');
  const control = { ...gate.control, judged: 20, failed: 3, p: 0.323 };
  await tellReplies(limen, {
    'gate.get': { ...known, gate: { ...gate, state: 'stopped', control } },
  });
  await page.reload();
  await page.getByTestId('nav-worklist').click();
  await expect(page.getByTestId('gate')).toHaveAttribute('data-state', 'stopped');
  await look('gate-stopped', '[data-testid=gate]');
}

async function importReport(limen: LaunchedLimen, look: Look): Promise<void> {
  const { page } = limen;
  const refusals = Array.from({ length: 300 }, (_, index) => ({
    fileName: index % 2 === 0 ? longName : `case_${String(index)}_segmentation.png`,
    code: index % 2 === 0 ? 'unsupported-format' : 'mask-unfit',
    reason: 'The mask is of another size than its picture.',
  }));
  const job: ImportProgress = {
    ...{ jobId: 'job-00000001', dryRun: false, state: 'finished', done: 12_000, total: 12_000 },
    ...{ imported: 9_800, duplicates: 1_900, masks: 9_700, knownMasks: 1_850, unusedRows: 41 },
    layouts: { isic: 4_000, coco: 3_000, nnunet: 2_000, limen: 1_000, plain: 1_700 },
    ...{ refused: 300, refusals, failure: null },
  };
  const draft = {
    ...{ id: 'draft-00000001', names: ['isic-2017.zip', 'follow-up'], table: null },
  };
  await tellReplies(limen, { 'import.choose': draft, 'import.start': { jobId: job.jobId } });
  await page.getByTestId('nav-library').click();
  await page.getByTestId('import-files').first().click();
  await page.getByTestId('import-go').click();
  const running: ImportProgress = { ...job, state: 'running', done: 4_100 };
  await announceTo(limen, 'import.progress', running);
  await expect(page.getByTestId('import-report')).toHaveAttribute('data-state', 'running');
  await look('import-running', '[role=dialog]');
  await announceTo(limen, 'import.progress', job);
  await expect(page.getByTestId('import-report')).toHaveAttribute('data-state', 'finished');
  await look('import-report', '[role=dialog]');
  await page.getByTestId('import-close').click();
}

async function timeAtWork(limen: LaunchedLimen, look: Look, id: string): Promise<void> {
  const { page } = limen;
  const { revisions, ...known } = await callInPage(page, 'library.get', { instanceId: id });
  const [proposal] = revisions.filter(({ source }) => source === 'model');
  if (!proposal) throw new Error('the first picture has a proposal');
  const mine = (name: string, at: number, parentId: string) => ({
    ...proposal,
    ...{ id: `revision-${String(at)}`, source: 'reader' as const, reader: name, model: null },
    ...{ runId: null, parentId, createdAtMs: proposal.createdAtMs + at * 60_000 },
    ...{ sources: [proposal.id], sourceThresholds: { [proposal.id]: [0.35, 0.2] } },
  });
  const first = mine('Dr Alexandra Example-Longname', 1, proposal.id);
  const second = { ...mine('bert', 2, first.id), sources: [first.id, proposal.id] };
  const atWork = [
    { reader: 'Dr Alexandra Example-Longname', frame: 0, spentMs: 4_503_000 },
    { reader: 'bert', frame: 0, spentMs: 102_000 },
  ];
  await tellReplies(limen, {
    'library.get': { ...known, revisions: [...revisions, first, second], atWork },
  });
  await page.reload();
  await page.locator(`[data-instance-id="${id}"]`).focus();
  await expect(page.getByTestId('lineage')).toContainText('1:15:03');
  await look('lineage', '[data-testid=lineage]');
}
