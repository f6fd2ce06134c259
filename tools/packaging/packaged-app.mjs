import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../setup/paths.mjs';

/** Where packages are made. */
export const releaseFolder = join(projectRoot, 'release');

/**
 * Name of a package, without an ending: version, platform and, where it is not built on the
 * official Electron, that it is for development only.
 *
 * @param {boolean} onRegistryRuntime
 */
export function packageName(onRegistryRuntime) {
  const { name, version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const platform = { darwin: 'mac', win32: 'win' }[String(process.platform)] ?? process.platform;
  const suffix = onRegistryRuntime ? '-devruntime' : '';
  return `${name}-${version}-${platform}-${process.arch}${suffix}`;
}

/**
 * Path of the executable inside an unpacked application.
 *
 * @param {string} folder
 */
export function executableIn(folder) {
  if (process.platform === 'darwin') return join(folder, 'Limen.app/Contents/MacOS/Limen');
  return join(folder, process.platform === 'win32' ? 'Limen.exe' : 'limen');
}

/**
 * The unpacked application that `npm run package` made last for this version and platform.
 *
 * @returns {string | undefined} its folder
 */
export function findPackagedApp() {
  if (!existsSync(releaseFolder)) return undefined;
  const present = readdirSync(releaseFolder);
  const name = [packageName(false), packageName(true)].find((wanted) => present.includes(wanted));
  return name === undefined ? undefined : join(releaseFolder, name);
}
