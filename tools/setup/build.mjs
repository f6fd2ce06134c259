import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { projectRoot } from './paths.mjs';
import { report, SetupError } from './report.mjs';

const sourceFolders = ['shared', 'main', 'renderer'];
const sourceFiles = ['package.json', 'package-lock.json', 'electron.vite.config.ts'];
const stampFile = join(projectRoot, 'build/.sources-sha256');

/**
 * Builds the application.
 *
 * @throws {SetupError} where a source does not build
 */
export async function build() {
  const built = sourcesHash();
  const viteCommand = join(projectRoot, 'node_modules/electron-vite/bin/electron-vite.js');
  const { code } = await runCommand(process.execPath, [viteCommand, 'build']);
  if (code !== 0) throw new SetupError('the application does not build; the output above says why');
  await mkdir(join(projectRoot, 'build'), { recursive: true });
  await writeFile(stampFile, built);
}

/**
 * Builds the application where its sources have changed since the last build.
 *
 * @throws {SetupError} where a source does not build
 */
export async function buildWhereNeeded() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourcesHash()) {
    report('build', 'up to date');
    return;
  }
  report('build', 'electron-vite build');
  await build();
}

function sourcesHash() {
  const hash = createHash('sha256');
  const nested = sourceFolders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const path of [...nested.sort(), ...sourceFiles.map((name) => join(projectRoot, name))]) {
    hash.update(path.slice(projectRoot.length)).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
}
