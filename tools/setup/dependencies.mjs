import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { projectRoot } from './paths.mjs';
import { report, SetupError } from './report.mjs';

const stampFile = join(projectRoot, 'node_modules/.limen-lock-sha256');
const installedLockFile = join(projectRoot, 'node_modules/.package-lock.json');

/**
 * Installs the dependencies where node_modules does not hold what package-lock.json names.
 *
 * @throws {SetupError} where npm fails
 */
export async function installDependencies() {
  const lock = readFileSync(join(projectRoot, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) {
    report('dependencies', 'up to date');
    return;
  }
  if (installedMatches(JSON.parse(lock.toString()))) {
    report('dependencies', 'already as in package-lock.json');
  } else {
    report('dependencies', 'npm ci');
    const { code } = await runCommand('npm', ['ci', '--no-fund', '--no-audit'], {
      // The package's own script would fetch CUDA files, and fail the install where it cannot.
      env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
      timeoutMs: 1_200_000,
    });
    if (code !== 0) throw new SetupError('npm ci failed; its output above says why');
  }
  writeFileSync(stampFile, wanted);
}

/**
 * Whether what npm last installed is what the lock file names, packages of other platforms aside.
 *
 * @param {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} lock
 */
function installedMatches(lock) {
  if (!existsSync(installedLockFile)) return false;
  const installed = JSON.parse(readFileSync(installedLockFile, 'utf8')).packages;
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version;
  });
}
