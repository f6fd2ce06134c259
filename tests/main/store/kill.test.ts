import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/random.js';
import { bundleChild, killWhileDrawing } from './kill/kill-while-drawing.js';
import { temporaryFolder } from './support.js';

test('ten kills while drawing lose no acknowledged stroke', { timeout: 120_000 }, async () => {
  const folder = join(await temporaryFolder(), 'library');
  const { kills, records } = await killWhileDrawing(
    folder,
    10,
    seededRandom(1),
    await bundleChild(),
  );
  expect(kills).toBe(10);
  expect(records).toBeGreaterThan(10);
});
