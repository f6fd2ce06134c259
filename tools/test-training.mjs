#!/usr/bin/env node
// `npm run test:training`: ruff and pytest over models/training, where Python 3.11 is there.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failuresOfJunit } from './checks/failures.mjs';
import { reportsFolder } from './checks/run-checks.mjs';
import { formatTally, sumTallies, tallyJunit } from './checks/tally.mjs';
import { runCommand } from './setup/command.mjs';
import { findPython } from './setup/python-environment.mjs';
import { report, runMain } from './setup/report.mjs';
import { provideTrainingEnvironment, trainingFolder } from './setup/training-environment.mjs';

/** @typedef {import('./checks/tally.mjs').Tally} Tally */

const junit = join(reportsFolder, 'training.xml');

await runMain(async () => {
  await mkdir(reportsFolder, { recursive: true });
  await rm(junit, { force: true });
  const tally = await testTraining();
  const failures = existsSync(junit) ? failuresOfJunit(readFileSync(junit, 'utf8')) : [];
  await writeFile(join(reportsFolder, 'training.json'), JSON.stringify({ tally, failures }));
  process.stdout.write(`training: ${formatTally(tally)}\n`);
  return tally.failed > 0 ? 1 : 0;
});

/** @returns {Promise<Tally>} */
async function testTraining() {
  const python = await findPython();
  if (python === undefined) {
    report('training', 'skipped: there is no Python 3.11 with venv (Debian: python3-venv)');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const interpreter = await provideTrainingEnvironment(python);
  const lint = await runCommand(interpreter, ['-m', 'ruff', 'check'], { cwd: trainingFolder });
  const format = await runCommand(interpreter, ['-m', 'ruff', 'format', '--check'], {
    cwd: trainingFolder,
  });
  return sumTallies([ofCode(lint.code), ofCode(format.code), await runPytest(interpreter)]);
}

/**
 * @param {string} interpreter
 * @returns {Promise<Tally>}
 */
async function runPytest(interpreter) {
  const { code } = await runCommand(interpreter, ['-m', 'pytest', `--junitxml=${junit}`], {
    cwd: trainingFolder,
  });
  if (!existsSync(junit)) return ofCode(1);
  const tally = tallyJunit(readFileSync(junit, 'utf8'));
  // An exit code of 5 says that there were no tests, which is a failure of its own.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/**
 * @param {number} code exit code of a check that counts as one
 * @returns {Tally}
 */
function ofCode(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}
