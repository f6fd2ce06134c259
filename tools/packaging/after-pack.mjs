import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Takes out of the packed application what the runtime brought for development: with a default
 * application beside it, the executable would run any folder named on its command line.
 *
 * @param {import('electron-builder').AfterPackContext} context
 */
export default async function afterPack({ appOutDir, packager }) {
  const resources = packager.getResourcesDir(appOutDir);
  await rm(join(resources, 'default_app.asar'), { force: true });
  for (const name of ['registry-runtime.json', 'version']) {
    await rm(join(appOutDir, name), { force: true });
  }
}
