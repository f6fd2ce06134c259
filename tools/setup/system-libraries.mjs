import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastLine, runCommand } from './command.mjs';
import { report, SetupError } from './report.mjs';

/**
 * What Electron on Linux loads from the system, and the packages it comes in: the first name that
 * the machine's release knows is taken.
 */
const requirements = [
  { library: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { library: 'libnss3.so', packages: ['libnss3'] },
  { library: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { library: 'libgbm.so.1', packages: ['libgbm1'] },
  { library: 'libvulkan.so.1', packages: ['libvulkan1'] },
];

/** Whether this machine has a display to show windows on. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/**
 * Checks the system libraries Electron needs on Linux, and installs the missing ones where it may.
 *
 * @throws {SetupError} with the exact command where they have to be installed by hand
 */
export async function provideSystemLibraries() {
  if (process.platform !== 'linux') return;
  const missing = await missingRequirements();
  if (missing.length === 0) {
    report('system libraries', 'all there');
    return;
  }
  if (findExecutable('apt-get') === undefined) {
    throw new SetupError(
      `install with your package manager what provides: ${missing.map((found) => found.library).join(', ')}`,
    );
  }
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    report('system libraries', 'apt-get update');
    // A stale index is worth a try: the packages may be known from an earlier update.
    await runCommand('apt-get', ['update', '-q', ...aptLimits], {
      quiet: true,
      timeoutMs: 180_000,
    });
  }
  const packages = await Promise.all(missing.map((found) => chooseCandidate(found.packages)));
  if (!isRoot) {
    throw new SetupError(
      `system libraries are missing; run: sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`,
    );
  }
  report('system libraries', `apt-get install ${packages.join(' ')}`);
  const { code, output } = await runCommand(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', ...aptLimits, ...packages],
    {
      quiet: true,
      timeoutMs: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  );
  if (code !== 0) {
    throw new SetupError(
      `apt-get failed (${lastLine(output)}); run it by hand: apt-get install -y ${packages.join(' ')}`,
    );
  }
}

const aptLimits = [
  '-o',
  'Acquire::http::Timeout=15',
  '-o',
  'Acquire::https::Timeout=15',
  '-o',
  'Acquire::Retries=1',
];

async function missingRequirements() {
  const ldconfig = findExecutable('ldconfig', ['/sbin', '/usr/sbin']) ?? 'ldconfig';
  const { output } = await runCommand(ldconfig, ['-p'], { quiet: true });
  const missing = requirements.filter(({ library }) => !output.includes(`\t${library} `));
  if (!hasDisplay() && findExecutable('Xvfb') === undefined) {
    missing.push({ library: 'Xvfb', packages: ['xvfb'] });
  }
  return missing;
}

/** @param {string[]} names */
async function chooseCandidate(names) {
  for (const name of names) {
    const { output } = await runCommand('apt-cache', ['policy', name], { quiet: true });
    if (/Candidate: \d/.test(output)) return name;
  }
  return names.at(-1) ?? '';
}

/**
 * @param {string} name
 * @param {string[]} [further] folders searched beside those of PATH
 */
function findExecutable(name, further = []) {
  return [...(process.env.PATH ?? '').split(delimiter), ...further]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
