import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reportCsv } from '../../../main/comparison/report-csv.js';
import { reportHtml } from '../../../main/comparison/report-html.js';
import { reportTexts } from '../../../main/comparison/report-texts.js';
import type { ComparisonReport } from '../../../shared/comparison/report.js';
import type { ModelManifest } from '../../../main/models/manifest.js';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { recordCommand, type RecordedCommand } from '../../support/command-line.js';
import { encoder, paint } from '../../support/pictures.js';
import { installTinyModel } from '../../support/tiny-models.js';

const size = { width: 64, height: 48 };

let worker: BuiltWorker;
let modelsFolder: string;
let folder: string;
let limen: RecordedCommand['limen'];
let printed: string[];
let noted: string[];

/** `dark`, and the same network that takes nearly nothing, or everything, for a lesion. */
beforeAll(async () => {
  worker = await buildWorker();
  modelsFolder = await mkdtemp(join(tmpdir(), 'limen-compare-models-'));
  await installTinyModel(modelsFolder, 'dark');
  await installVariant('everything', { threshold: 0 });
  // Scores as the two-dimensional table of a paper states them, which cannot both be.
  await installVariant('overstated', {
    threshold: 0,
    metrics: { pooledIou: interval(0.813), pooledDsc: interval(0.8981) },
  });
}, 60_000);

afterAll(async () => {
  await worker.remove();
  await rm(modelsFolder, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-compare-'));
  ({ limen, printed, noted } = recordCommand(worker, {
    shipped: modelsFolder,
    added: join(folder, 'added'),
  }));
  await mkdir(join(folder, 'images'));
  await mkdir(join(folder, 'masks'));
  await addPicture('a', 32, 32);
  await addPicture('b', 16, 40);
  await addPicture('c', 48, 44);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function interval(value: number) {
  return { value, low: value, high: value };
}

async function installVariant(id: string, change: Partial<ModelManifest>): Promise<void> {
  const { manifest } = await installTinyModel(modelsFolder, 'dark', id);
  await writeFile(
    join(modelsFolder, id, 'model.json'),
    JSON.stringify({ ...manifest, ...change, id }),
  );
}

/** A dark box from column `drawn` to the right edge, whose known mask begins at `known`. */
async function addPicture(id: string, drawn: number, known: number): Promise<void> {
  const picture = paint(size.width, size.height, (x) =>
    x < drawn ? [230, 210, 200] : [30, 25, 20],
  );
  await writeFile(join(folder, 'images', `${id}.png`), await encoder(picture).png());
  const truth = paint(size.width, size.height, (x) => (x < known ? [0, 0, 0] : [255, 255, 255]));
  await writeFile(join(folder, 'masks', `${id}_segmentation.png`), await encoder(truth).png());
}

function compare(models: string, report: string, ...more: string[]): Promise<number> {
  const images = join(folder, 'images');
  const args = [
    'compare',
    '--models',
    models,
    '--images',
    images,
    '--report',
    join(folder, report),
  ];
  return limen(...args, ...more);
}

const withMasks = () => ['--masks', join(folder, 'masks')];
const readReport = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

describe('compare', () => {
  // Each model has a process of its own, which takes its time to start: one run, many questions.
  test('scores models on the same pictures, with what each score is', async () => {
    expect(await compare('dark,everything,overstated', 'report.json', ...withMasks())).toBe(0);
    const report = JSON.parse(await readReport('report.json')) as ComparisonReport;
    expect(report).toMatchObject({
      format: 'limen-comparison/1',
      pictures: 3,
      models: [
        {
          id: 'dark',
          n: 3,
          meanJaccard: { averaging: 'per image', resolution: 'native' },
          at256: { surfaceDice: { resolution: '256' } },
          cost: { provider: 'cpu', params: 4 },
        },
        { id: 'everything', failureRate: { value: 1, averaging: 'threshold' } },
        { id: 'overstated', stated: null },
      ],
      pairs: [
        { a: 'dark', b: 'everything', against: { wins: 3, losses: 0, draws: 0 } },
        { a: 'dark', b: 'overstated' },
        { a: 'everything', b: 'overstated', against: { draws: 3, signedRank: { n: 0, p: 1 } } },
      ],
      failures: [],
      rejected: [{ model: 'overstated' }],
    });
    // J of `dark`: 1, 24 / 48, 16 / 20 of the columns.
    expect(report.models[0]?.meanJaccard?.value).toBeCloseTo((1 + 0.5 + 0.8) / 3, 10);
    // Three pairs: 2 of the 8 sign patterns are as extreme as three wins, times three tests.
    expect(report.pairs[0]?.against?.signedRank).toMatchObject({ p: 0.25, pHolm: 0.75 });
    expect(printed[0]).toBe('3 models on 3 pictures');
    expect(noted.join('\n')).toContain('overstated: left out, as stated: pooled DSC 0.8981');

    await sameAsEvaluate(new Map(Object.entries(report.models[0] ?? {})));
    expectTable(reportCsv(report));
    expectPage(reportHtml(report, ['<figure></figure>'], reportTexts.en));
    const chinese = reportHtml(report, [], reportTexts['zh-CN']);
    expect(chinese).toContain('<html lang="zh-CN">');
    // Every score is explained in the report's own language.
    for (const definition of Object.values(report.definitions)) {
      expect(chinese).not.toContain(definition);
    }
  }, 60_000);

  async function sameAsEvaluate(scored: ReadonlyMap<string, unknown>): Promise<void> {
    const images = join(folder, 'images');
    const before = printed.length;
    await limen('evaluate', '--model', 'dark', '--images', images, ...withMasks(), '--json');
    const { metrics } = JSON.parse(printed[before] ?? '') as {
      metrics: Record<string, { value: number; low: number; high: number }>;
    };
    expect(Object.keys(metrics)).toHaveLength(9);
    for (const [name, { value, low, high }] of Object.entries(metrics)) {
      expect(scored.get(name), name).toMatchObject({ value, low, high });
    }
  }

  function expectTable(table: string): void {
    const rows = table.split('\r\n');
    expect(rows[0]).toBe('kind,model,other,name,averaging,resolution,n,value,low,high,p,pHolm');
    const matching = (row: RegExp): unknown => expect.stringMatching(row);
    expect(rows).toContainEqual(matching(/^score,dark,,meanJaccard,per image,native,3,0\.76/));
    expect(rows).toContainEqual(matching(/^score,dark,,hausdorff95,per image,256,3,/));
    expect(rows).toContainEqual(matching(/^pair,dark,everything,meanDifference,.*,0\.25,0\.75$/));
    const widths = rows.filter((row) => row !== '' && !row.includes('"')).map(columnsIn);
    expect(new Set(widths)).toEqual(new Set([12]));
  }

  function expectPage(page: string): void {
    expect(page).toContain('Failures found by review');
    expect(page).toContain('Rejected rows');
    expect(page).not.toContain('NaN');
  }

  test('without known masks says how the models agree, and what failed; needs no network', async () => {
    await writeFile(join(folder, 'images', 'd.png'), 'not a picture');
    expect(await compare('dark,everything', 'report.html')).toBe(1);
    const page = await readReport('report.html');
    expect(page.match(/<figure>/g)).toHaveLength(3);
    expect(page).toContain('data:image/jpeg;base64,');
    expect(page.match(/(?:src|href)="(?!data:)[^"]*"/g)).toBeNull();
    expect(page).not.toContain('<script');
    expect(page).not.toContain('NaN');
    expect(page).toContain('d, everything: ');
    // `everything` holds all 64 columns, `dark` 32, 48 and 16 of them.
    expect(page).toContain(((32 + 48 + 16) / 3 / 64).toFixed(4));
    expect(await readdir(folder)).toEqual(['images', 'masks', 'report.html']);
  }, 60_000);

  test.each([
    ['one model', ['dark', 'report.json']],
    ['a model twice', ['dark,dark', 'report.json']],
    ['an unknown kind of report', ['dark,everything', 'report.pdf']],
  ] as const)('%s is wrong usage', async (_what, [models, report]) => {
    expect(await compare(models, report)).toBe(2);
    expect(noted.join('\n')).toContain('Usage: limen compare');
  });
});

function columnsIn(row: string): number {
  return row.split(',').length;
}
