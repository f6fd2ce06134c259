import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { executableIn } from './packaged-app.mjs';

/**
 * Copies an unpacked application and flips one fuse of the copy back, so that Playwright can attach
 * to it; everything else of it is as shipped.
 *
 * @param {string} folder unpacked application
 * @returns {Promise<{ folder: string, executable: string }>} the copy, to be removed by the caller
 */
export async function makeInspectableCopy(folder) {
  const copy = await mkdtemp(join(tmpdir(), 'limen-inspectable-'));
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
  const executable = executableIn(copy);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    resetAdHocDarwinSignature: process.platform === 'darwin',
  });
  return { folder: copy, executable };
}
