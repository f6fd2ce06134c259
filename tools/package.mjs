#!/usr/bin/env node
// `npm run package [-- --release]`: the application as an unpacked folder and a tar.gz, for this
// platform. With --release only Electron's official binary will do.
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { packageName, releaseFolder } from './packaging/packaged-app.mjs';
import { setUp } from './setup.mjs';
import { buildWhereNeeded } from './setup/build.mjs';
import { runCommand } from './setup/command.mjs';
import { fetchOfficial, officialFolder } from './setup/electron-runtime.mjs';
import { projectRoot } from './setup/paths.mjs';
import { isRegistryRuntime } from './setup/registry-runtime.mjs';
import { report, runMain, SetupError } from './setup/report.mjs';

await runMain(async () => {
  const forRelease = process.argv.includes('--release');
  const { folder } = await setUp();
  const runtime = forRelease ? await officialRuntime(folder) : folder;
  await buildWhereNeeded();

  const name = packageName(isRegistryRuntime(runtime));
  const unpacked = join(releaseFolder, name);
  const archive = `${unpacked}.tar.gz`;
  await rm(releaseFolder, { recursive: true, force: true });
  await packApplication(runtime);
  await rename(await builderOutput(), unpacked);
  report('package', `tar ${name}.tar.gz`);
  await mustRun('tar', ['-czf', archive, '-C', releaseFolder, name]);

  const unpackedBytes = await folderSize(unpacked);
  const { size: archiveBytes } = await stat(archive);
  process.stdout.write(`release/${name}  ${megabytes(unpackedBytes)} unpacked\n`);
  process.stdout.write(`release/${name}.tar.gz  ${megabytes(archiveBytes)}\n`);
  return 0;
});

/**
 * @param {string} folder the runtime set-up found
 * @returns {Promise<string>} folder of Electron's official binary
 */
async function officialRuntime(folder) {
  if (!isRegistryRuntime(folder)) return folder;
  const official = officialFolder() ?? (await fetchOfficial()).folder;
  if (official) return official;
  throw new SetupError(
    "a release is built on Electron's official binary only, and that could not be fetched; connect to its host, or leave --release out for a package named -devruntime",
  );
}

/** @param {string} runtime folder of an Electron */
async function packApplication(runtime) {
  const electronVersion = readFileSync(join(runtime, 'version'), 'utf8').trim().replace(/^v/, '');
  report('package', `electron-builder on Electron ${electronVersion}`);
  await mustRun(process.execPath, [
    join(projectRoot, 'node_modules/electron-builder/cli.js'),
    '--dir',
    '--publish=never',
    '--config=electron-builder.yml',
    `-c.electronDist=${runtime}`,
    `-c.electronVersion=${electronVersion}`,
  ]);
}

/** @returns {Promise<string>} the folder electron-builder left its result in */
async function builderOutput() {
  const folders = ['linux-unpacked', 'win-unpacked', 'mac', 'mac-arm64', 'linux-arm64-unpacked'];
  const found = folders.map((name) => join(releaseFolder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new SetupError('electron-builder left no unpacked application');
  return found;
}

/**
 * @param {string} command
 * @param {string[]} parameters
 */
async function mustRun(command, parameters) {
  const { code } = await runCommand(command, parameters);
  if (code !== 0) throw new SetupError(`${command} ended with code ${String(code)}; see above`);
}

/**
 * @param {string} folder
 * @returns {Promise<number>} bytes of the files in it
 */
async function folderSize(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
