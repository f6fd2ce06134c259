#!/usr/bin/env node
// Prepares a clone for `npm start` and `npm test`, and prints where Electron lies.
import { pathToFileURL } from 'node:url';
import { installDependencies } from './setup/dependencies.mjs';
import { provideElectron } from './setup/electron-runtime.mjs';
import { checkNodeVersion } from './setup/node-version.mjs';
import { runMain } from './setup/report.mjs';
import { provideSystemLibraries } from './setup/system-libraries.mjs';

/**
 * Everything the application and its tests need from this machine; each step says what it did.
 *
 * @returns {Promise<{ folder: string, executable: string }>} the Electron runtime
 * @throws {import('./setup/report.mjs').SetupError} with the remedy
 */
export async function setUp() {
  checkNodeVersion();
  await installDependencies();
  await provideSystemLibraries();
  return provideElectron();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const { folder } = await setUp();
    process.stdout.write(`${folder}\n`);
    return 0;
  });
}
