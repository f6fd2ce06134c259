import { cp, mkdir, readdir } from 'node:fs/promises';

/** Where the global setup of Playwright says that the filled library will be. */
export const filledLibraryVariable = 'LIMEN_E2E_FILLED_LIBRARY';

/** The library that first-start.test.ts fills, before all other tests. */
export function filledLibrary(): string {
  const folder = process.env[filledLibraryVariable];
  if (folder === undefined) throw new Error('only the e2e tests have a filled library');
  return folder;
}

/**
 * Puts a copy of the filled library into an empty folder. In benches there is none: it stays empty and
 * the first start fills it.
 */
export async function provideFilledLibrary(folder: string): Promise<void> {
  const source = process.env[filledLibraryVariable];
  if (source === undefined) return;
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) await cp(source, folder, { recursive: true });
}
