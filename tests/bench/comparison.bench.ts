import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ResizeFilterType, Transformer } from '@napi-rs/image';
import { findModel } from '../../main/models/registry.js';
import { createWorkerHost } from '../../main/worker/host.js';
import type { LoadedModel, WorkerHost } from '../../main/worker/protocol.js';
import { childProcessFork } from '../../main/worker/worker-process.js';
import { launchLimen, projectRoot, type LaunchedLimen } from '../e2e/support/launch.js';
import { callInPage } from '../e2e/support/reading.js';
import { pssByKind } from './process-memory.js';

/**
 * What `npm run bench:comparison` measures in the real application: from the click on Compare, in a
 * picture that is open, until the last pane shows its mask, none of the models having run on it.
 * Bare runs are the same models on the same file, one after the other in a worker of their own.
 * Nothing is asserted but that the application got there.
 */

/** None of them proposes by itself, so none has run before; the fastest first. */
const modelIds = ['malunet', 'dsnet', 'unet', 'asym-u2net', 'resinc-bigru-unet', 'two-stage'];
const counts = [2, 4, 6];
const sizes = [
  { megapixels: 1, width: 1224, height: 816 },
  { megapixels: 6, width: 3000, height: 2000 },
  { megapixels: 24, width: 6000, height: 4000 },
];
const SAMPLE_EVERY_MS = 250;

interface Cell {
  readonly megapixels: number;
  readonly count: number;
  readonly path: string;
}

/** A picture of its own for each cell, as what a model made of one is kept. */
async function makeCells(folder: string, workers: WorkerHost): Promise<Cell[]> {
  const original = join(folder, 'original.jpg');
  await workers.run('synthesise', { seed: 7, output: original });
  const bytes = await readFile(original);
  const cells: Cell[] = [{ megapixels: 0, count: 6, path: join(folder, 'warm-up.jpg') }];
  for (const { megapixels } of sizes) {
    for (const count of counts) {
      const path = join(folder, `mp${String(megapixels)}-models${String(count)}.jpg`);
      cells.push({ megapixels, count, path });
    }
  }
  for (const { megapixels, count, path } of cells) {
    const { width, height } = sizes.find((size) => size.megapixels === megapixels) ?? {
      width: 612,
      height: 408,
    };
    const large = new Transformer(bytes).resize(width, height, ResizeFilterType.CatmullRom);
    // Another quality is another file.
    await writeFile(path, await large.jpeg(88 + count));
  }
  return cells;
}

/** From the click on Compare until so many panes show their mask, in milliseconds of the page. */
function enterComparison(page: Page, panes: number): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        document.querySelector<HTMLElement>('[data-testid=nav-compare]')?.click();
        const look = (): void => {
          const shown = document.querySelectorAll(
            '[data-testid=compare-pane][data-state=ready] [data-testid=pane-view][data-view]',
          );
          if (shown.length < wanted) requestAnimationFrame(look);
          // What this frame drew is on screen with the next one.
          else
            requestAnimationFrame(() => {
              resolve(performance.now() - from);
            });
        };
        look();
      }),
    panes,
  );
}

async function measureEntry(limen: LaunchedLimen, { path, count }: Cell) {
  const { page, app } = limen;
  const panes = modelIds.slice(0, count).map((id) => `model:${id}`);
  const comparison = { panes, arrangement: 'grid', view: 'outline', linked: true } as const;
  await callInPage(page, 'settings.set', { comparison });
  await page.reload();
  const name = path.slice(path.lastIndexOf('/') + 1);
  await page.locator('[data-testid=instance-card]', { hasText: name }).dblclick();
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true', {
    timeout: 60_000,
  });
  await expect(page.getByTestId('proposal')).toHaveAttribute('data-state', 'ready', {
    timeout: 60_000,
  });
  const root = app.process().pid ?? 0;
  let peakMb = 0;
  const sampling = setInterval(() => {
    peakMb = Math.max(peakMb, pssByKind(root).sumMb);
  }, SAMPLE_EVERY_MS);
  const entryMs = await enterComparison(page, count);
  peakMb = Math.max(peakMb, pssByKind(root).sumMb);
  clearInterval(sampling);
  await page.screenshot({ path: `.limen-out/bench/${name}.png` });
  return { entryMs, peakMb };
}

/** The same models on the same file, one after the other. */
async function bareRuns(
  workers: WorkerHost,
  models: readonly LoadedModel[],
  path: string,
): Promise<number> {
  const from = performance.now();
  for (const model of models) {
    await workers.run('segment', { path, frame: 0, model, device: 'cpu' });
  }
  return performance.now() - from;
}

test('from entry to all panes', async () => {
  test.setTimeout(360_000);
  const folder = await mkdtemp(join(tmpdir(), 'limen-bench-comparison-'));
  const workers = createWorkerHost({
    fork: childProcessFork(join(projectRoot, 'build/main/worker.js')),
  });
  const installed = { shipped: join(projectRoot, 'models'), added: '' };
  const models = await Promise.all(modelIds.map((id) => findModel(installed, id)));
  const cells = await makeCells(folder, workers);
  const bare: number[] = [];
  for (const { path, count } of cells) {
    bare.push(await bareRuns(workers, models.slice(0, count), path));
  }
  await workers.close();

  const limen = await launchLimen({ size: { width: 1280, height: 800 } });
  const { page, app } = limen;
  await expect(page.getByTestId('instance-card')).toHaveCount(5, { timeout: 60_000 });
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    cells.map(({ path }) => path),
  );
  await page.getByTestId('import-files').first().click();
  await page.getByTestId('import-go').click();
  await page.getByTestId('import-close').click({ timeout: 120_000 });
  await expect(page.locator('[data-testid=instance-card][data-status=proposed]')).toHaveCount(
    5 + cells.length,
    { timeout: 120_000 },
  );
  console.log('megapixels  models  entry ms  bare runs ms  ratio  peak MB of all processes');
  for (const [index, cell] of cells.entries()) {
    const { entryMs, peakMb } = await measureEntry(limen, cell);
    // The first one only warms up.
    if (cell.megapixels === 0) continue;
    const runs = bare[index] ?? Number.NaN;
    const row = [
      [cell.megapixels.toFixed(0), 10],
      [cell.count.toFixed(0), 8],
      [entryMs.toFixed(0), 10],
      [runs.toFixed(0), 14],
      [(entryMs / runs).toFixed(2), 7],
      [peakMb.toFixed(0), 9],
    ] as const;
    console.log(row.map(([text, width]) => text.padStart(width)).join(''));
  }
  await limen.close();
  await rm(folder, { recursive: true, force: true });
});
