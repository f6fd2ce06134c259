import { cp, mkdir, readdir } from 'node:fs/promises';

/** Where the global setup of Playwright says that its filled library is. */
export const filledLibraryVariable = 'LIMEN_E2E_FILLED_LIBRARY';

/**
 * Puts a copy of the filled library into an empty folder. Without the global setup, as in benches,
 * it stays empty and the first start fills it.
 */
export async function provideFilledLibrary(folder: string): Promise<void> {
  const source = process.env[filledLibraryVariable];
  if (source === undefined) return;
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) await cp(source, folder, { recursive: true });
}
