import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { filledLibraryVariable } from './filled-library.js';
import { launchLimen } from './launch.js';

/**
 * Makes one library as a first start leaves it, with the synthetic pictures and their proposals;
 * every launch begins on a copy. Painting and segmenting takes longer than most tests do, and
 * start.test.ts looks at it.
 */
export default async function fillLibrary(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'limen-e2e-filled-'));
  const library = join(folder, 'library');
  const limen = await launchLimen({ library });
  const proposed = limen.page.locator('[data-testid=instance-card][data-status=proposed]');
  await expect(proposed).toHaveCount(5, { timeout: 120_000 });
  await limen.close();
  process.env[filledLibraryVariable] = library;
  return () => rm(folder, { recursive: true, force: true });
}
