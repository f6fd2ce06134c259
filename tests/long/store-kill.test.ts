import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killWhileDrawing } from '../main/store/kill/kill-while-drawing.js';
import { seededRandom } from '../../shared/random.js';
import { temporaryFolder } from '../main/store/support.js';

test('200 kills while drawing lose no acknowledged stroke', { timeout: 1_200_000 }, async () => {
  const folder = join(await temporaryFolder(), 'library');
  const outcome = await killWhileDrawing(folder, 200, seededRandom(2));
  console.log(
    `${String(outcome.kills)} kills, ${String(outcome.records)} records kept, ` +
      `${String(outcome.ahead)} kept before they were acknowledged, 0 lost`,
  );
  expect(outcome.kills).toBe(200);
});
