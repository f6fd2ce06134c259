import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openLibrary } from '../../main/store/open-library.js';
import { launchLimen } from '../e2e/support/launch.js';
import { addGeneratedRows, termInEachFile } from './library-rows.js';

/** Prints what `npm run bench:library` measures in a library of 100,000 generated pictures. */

const pictures = 100_000;
const searches = ['melanoma', 'blue veil', '12345', 'P00123', 'mel back', 'ruler', termInEachFile];
const repeats = 5;

test('first paint and search of a large library', async () => {
  test.setTimeout(1_800_000);
  const folder = await mkdtemp(join(tmpdir(), 'limen-bench-library-'));
  const file = join(folder, 'Large');
  const library = await openLibrary(file, { proposingModelId: 'limen' });
  await addGeneratedRows(library, pictures, 60);
  while (library.catalogue.refreshSearch(5_000));
  const rows: [string, number, number][] = [];
  for (const search of searches) {
    const times: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      // A change of any row, so that the order kept from the last time is of no use.
      library.records.spend(
        { instanceId: library.instances.after(repeat, 1)[0]?.id ?? '', frame: 0 },
        'Ada',
        1,
      );
      const startedAt = performance.now();
      const { total } = library.catalogue.list({ offset: 0, limit: 120, search });
      times.push(performance.now() - startedAt);
      expect(total).toBeGreaterThan(0);
    }
    times.sort((a, b) => a - b);
    rows.push([`search "${search}", median of ${String(repeats)}`, times[repeats >> 1] ?? 0, 100]);
  }
  library.close();

  const startedAt = performance.now();
  const limen = await launchLimen({ library: file, size: { width: 1280, height: 800 } });
  await limen.page.getByTestId('instance-card').first().waitFor();
  const fromStart = performance.now() - startedAt;
  const fromWindow = await limen.page.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return paint?.startTime ?? Number.NaN;
  });
  await limen.close();
  await rm(folder, { recursive: true, force: true });
  rows.push(['window to its first paint', fromWindow, 1000]);
  rows.push(['start of the program to the first pictures', fromStart, Number.NaN]);
  for (const [what, value, goal] of rows) {
    const against = Number.isNaN(goal)
      ? ''
      : `goal ${String(goal)} ms, ratio ${(value / goal).toFixed(2)}`;
    console.log(`${what.padEnd(46)} ${value.toFixed(0).padStart(6)} ms  ${against}`);
  }
});
