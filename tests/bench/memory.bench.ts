import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { ResizeFilterType, Transformer } from '@napi-rs/image';
import { defaultLimits } from '../../main/worker/host.js';
import { processTree } from '../e2e/support/connections.js';
import { launchLimen, type LaunchedLimen } from '../e2e/support/launch.js';
import { openPicture } from '../e2e/support/reading.js';
import { megabytesOf, pssByKind } from './process-memory.js';

/** Prints what `npm run bench:memory` measures: nothing is asserted but that the app got there. */

/** Highest resident size so far of the worker processes. */
function workerPeakMb(limen: LaunchedLimen): number {
  return Math.max(
    0,
    ...processTree(limen.app.process().pid ?? 0)
      .filter((id) =>
        readFileSync(`/proc/${String(id)}/cmdline`, 'utf8').includes('node.mojom.NodeService'),
      )
      .map((id) => megabytesOf(`/proc/${String(id)}/status`, 'VmHWM')),
  );
}

/** A 24 megapixel JPEG made of one of the synthetic pictures of the library. */
async function largePicture(limen: LaunchedLimen, folder: string): Promise<string> {
  const id = await limen.page.getByTestId('instance-card').first().getAttribute('data-instance-id');
  const jpeg = await limen.page.evaluate(async (instanceId) => {
    const reply = await fetch(`image://thumbnail/${instanceId}/0?max=320`);
    return Array.from(new Uint8Array(await reply.arrayBuffer()));
  }, id ?? '');
  const path = join(folder, 'large.jpg');
  const large = new Transformer(Uint8Array.from(jpeg)).resize(
    6000,
    4000,
    ResizeFilterType.CatmullRom,
  );
  await writeFile(path, await large.jpeg(90));
  expect((await readFile(path)).length).toBeGreaterThan(0);
  return path;
}

test('memory and time to the first picture', async () => {
  test.setTimeout(600_000);
  const folder = await mkdtemp(join(tmpdir(), 'limen-bench-'));
  const first = await launchLimen({ size: { width: 1280, height: 800 } });
  await expect(first.page.getByTestId('instance-card')).toHaveCount(5, { timeout: 60_000 });
  await expect(first.page.locator('[data-shown="true"]')).toHaveCount(5, { timeout: 60_000 });
  const large = await largePicture(first, folder);
  await first.kill();

  const started = performance.now();
  const limen = await launchLimen({
    library: first.library,
    userData: first.userData,
    size: { width: 1280, height: 800 },
  });
  await limen.page.locator('[data-shown="true"]').first().waitFor();
  const firstOutlineMs = performance.now() - started;
  const firstId = await limen.page
    .getByTestId('instance-card')
    .first()
    .getAttribute('data-instance-id');
  await openPicture(limen.page, firstId ?? '');
  const firstOpenMs = performance.now() - started;
  await limen.page.getByTestId('nav-library').click();
  await wait(10_000);
  const idle = pssByKind(limen.app.process().pid ?? 0);
  // Without work for longer, the reader's worker process is given back.
  await wait(defaultLimits.idleMs.reader);
  const longIdle = pssByKind(limen.app.process().pid ?? 0);

  await limen.app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [large],
  );
  await limen.page.getByTestId('import-files').first().click();
  await limen.page.getByTestId('import-go').click();
  await limen.page.getByTestId('import-close').click({ timeout: 600_000 });
  await expect(limen.page.getByTestId('instance-card')).toHaveCount(6, { timeout: 60_000 });
  const newest = limen.page.locator('[data-testid="instance-card"]', { hasText: 'large.jpg' });
  const opened = performance.now();
  await openPicture(limen.page, (await newest.getAttribute('data-instance-id')) ?? '');
  const openLargeMs = performance.now() - opened;
  await wait(5_000);
  const withLarge = pssByKind(limen.app.process().pid ?? 0);
  const workerMb = workerPeakMb(limen);
  await limen.close();
  for (const made of [first.library, first.userData, folder]) {
    await rm(made, { recursive: true, force: true });
  }

  const rows: [string, number, number, string][] = [
    ['start to the first outlined picture in the library', firstOutlineMs, 3000, 'ms'],
    ['start to the first picture opened with its mask', firstOpenMs, 3000, 'ms'],
    ['opening and segmenting 6000 x 4000', openLargeMs, Number.NaN, 'ms'],
    ['idle, 10 s after a picture was read, sum of PSS', idle.sumMb, 500, 'MB'],
    ['idle for two minutes more, sum of PSS', longIdle.sumMb, 500, 'MB'],
    ['6000 x 4000 open and segmented, sum of PSS', withLarge.sumMb, 1100, 'MB'],
    ['peak of a worker process (resident)', workerMb, 700, 'MB'],
  ];
  for (const [what, value, goal, unit] of rows) {
    const against = Number.isNaN(goal)
      ? ''
      : `goal ${String(goal)} ${unit}, ratio ${(value / goal).toFixed(2)}`;
    console.log(`${what.padEnd(54)} ${value.toFixed(0).padStart(6)} ${unit}  ${against}`);
  }
  console.log(['idle, by process', ...idle.lines].join('\n'));
  console.log(['idle for two minutes more, by process', ...longIdle.lines].join('\n'));
  console.log(['6000 x 4000, by process', ...withLarge.lines].join('\n'));
});
