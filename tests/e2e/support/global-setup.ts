import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filledLibraryVariable } from './filled-library.js';

/**
 * A place for the library that the first test fills, with the synthetic pictures and their proposals.
 * Painting and segmenting takes longer than most tests do.
 */
export default async function placeForLibrary(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'limen-e2e-filled-'));
  process.env[filledLibraryVariable] = join(folder, 'library');
  return () => rm(folder, { recursive: true, force: true });
}
