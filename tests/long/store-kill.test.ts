import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleChild, killWhileDrawing } from '../main/store/kill/kill-while-drawing.js';
import { seededRandom } from '../../shared/random.js';
import { temporaryFolder } from '../main/store/support.js';

const HOUR_MS = 3_600_000;

test('1000 kills while drawing lose no acknowledged stroke', { timeout: HOUR_MS }, async () => {
  const child = await bundleChild();
  const folder = await temporaryFolder();
  // Two libraries at once: a kill is mostly waiting for a process to start.
  const outcomes = await Promise.all(
    [2, 3].map((seed) =>
      killWhileDrawing(join(folder, String(seed)), 500, seededRandom(seed), child),
    ),
  );
  const sum = (of: 'kills' | 'records' | 'ahead'): number =>
    outcomes.reduce((total, outcome) => total + outcome[of], 0);
  console.log(
    `${String(sum('kills'))} kills, ${String(sum('records'))} records kept, ` +
      `${String(sum('ahead'))} kept before they were acknowledged, 0 lost`,
  );
  expect(sum('kills')).toBe(1000);
});
