import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { cacheRoot, projectRoot } from './paths.mjs';
import { report, SetupError } from './report.mjs';

/** Folder of the training code. */
export const trainingFolder = join(projectRoot, 'models/training');

/** In this order: torch first, so that nothing else pulls a build of its own. */
const requirementFiles = [
  'requirements-torch.txt',
  'requirements-dev.txt',
  'requirements-checkers.txt',
];
const installTimeoutMs = 1_200_000;

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
 * Makes the virtual environment of the training code, in the cache and named by its requirements.
 *
 * @param {string} python command of a Python 3.11
 * @returns {Promise<string>} path of the environment's Python
 * @throws {SetupError} where a package cannot be installed
 */
export async function provideTrainingEnvironment(python) {
  const folder = environmentFolder();
  const stamp = join(folder, '.limen-complete');
  const scripts = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  const interpreter = join(folder, scripts);
  if (existsSync(stamp)) {
    report('training', 'Python environment is up to date');
    return interpreter;
  }
  report('training', 'installing the pinned Python packages');
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await run(python, ['-m', 'venv', folder]);
  for (const file of requirementFiles) {
    await run(interpreter, [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '--timeout=15',
      '--retries=2',
      '--requirement',
      join(trainingFolder, file),
    ]);
  }
  await writeFile(stamp, '');
  return interpreter;
}

function environmentFolder() {
  const hash = createHash('sha256');
  for (const file of [...requirementFiles, 'requirements.txt']) {
    hash.update(readFileSync(join(trainingFolder, file)));
  }
  return join(cacheRoot(), `training-${hash.digest('hex').slice(0, 12)}`);
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
