import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { cacheRoot } from './paths.mjs';
import { report, SetupError } from './report.mjs';

const installTimeoutMs = 1_200_000;
const pipInstall = [
  '-m',
  'pip',
  'install',
  '--quiet',
  '--disable-pip-version-check',
  '--no-input',
  '--timeout=15',
  '--retries=2',
];

/**
 * Finds a Python 3.11 that can make virtual environments (Debian's lacks ensurepip until
 * python3-venv is installed).
 *
 * @returns {Promise<string | undefined>} its command
 */
export async function findPython() {
  const probe = 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 11))';
  for (const command of ['python3.11', '/usr/bin/python3.11', 'python3', 'python']) {
    const { code } = await runCommand(command, ['-c', probe], { quiet: true, timeoutMs: 30_000 });
    if (code === 0) return command;
  }
  return undefined;
}

/**
 * Makes a virtual environment in the cache, named by what it holds; one that is there is kept.
 *
 * @param {string} python command of a Python 3.11
 * @param {string} name what it is for
 * @param {readonly string[]} installed requirement files that are installed, in this order
 * @param {readonly string[]} included files that these refer to
 * @returns {Promise<string>} path of the environment's Python
 * @throws {SetupError} where a package cannot be installed
 */
export async function providePythonEnvironment(python, name, installed, included = []) {
  const hash = createHash('sha256');
  for (const file of [...installed, ...included]) hash.update(readFileSync(file));
  const folder = join(cacheRoot(), `${name}-${hash.digest('hex').slice(0, 12)}`);
  const stamp = join(folder, '.limen-complete');
  const scripts = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  const interpreter = join(folder, scripts);
  if (existsSync(stamp)) {
    report(name, 'Python environment is up to date');
    return interpreter;
  }
  report(name, 'installing the pinned Python packages');
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await run(python, ['-m', 'venv', folder]);
  for (const file of installed) {
    await run(interpreter, [...pipInstall, '--requirement', file]);
  }
  await writeFile(stamp, '');
  return interpreter;
}

/**
 * Installs packages beside an environment, without those they ask for, in the cache and named by what it
 * holds; a folder that is there is kept.
 *
 * @param {string} interpreter Python of the environment
 * @param {string} name what it is for
 * @param {string} requirements file of pinned packages
 * @returns {Promise<string>} the folder, to be added to PYTHONPATH
 * @throws {SetupError} where a package cannot be installed
 */
export async function providePackagesBeside(interpreter, name, requirements) {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const folder = join(cacheRoot(), `${name}-${hash.slice(0, 12)}`);
  const stamp = join(folder, '.limen-complete');
  if (!existsSync(stamp)) {
    report(name, 'installing the pinned Python packages');
    await rm(folder, { recursive: true, force: true });
    await run(interpreter, [
      ...pipInstall,
      '--no-deps',
      '--target',
      folder,
      '--requirement',
      requirements,
    ]);
    await writeFile(stamp, '');
  }
  return folder;
}

/**
 * @param {string} command
 * @param {string[]} parameters
 */
async function run(command, parameters) {
  const { code, output } = await runCommand(command, parameters, {
    quiet: true,
    timeoutMs: installTimeoutMs,
  });
  if (code === 0) return;
  process.stderr.write(output);
  throw new SetupError(
    `the Python environment could not be made; see the output above, and check the index pip is set to`,
  );
}
