import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../setup/command.mjs';
import { projectRoot } from '../setup/paths.mjs';
import { formatTally, sumTallies } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * One step of a run: an npm script, and how to count it. A step without a report counts as one.
 *
 * @typedef {object} Check
 * @property {string} script name in package.json
 * @property {string[]} [parameters] passed on to the script
 * @property {{ name: string, tally: (report: string) => Tally }} [report] file under the reports
 *   folder that the script writes
 * @property {string} [needs] script without whose success this one is not run
 */

/** Where the runners write their reports. */
export const reportsFolder = join(projectRoot, '.limen-out/reports');

/**
 * Runs checks one after the other, all of them whatever fails, and writes the count as last line.
 *
 * @param {readonly Check[]} checks
 * @returns {Promise<number>} exit code: 1 where anything failed
 */
export async function runChecks(checks) {
  await mkdir(reportsFolder, { recursive: true });
  /** @type {{ script: string, seconds: number, tally: Tally, remark: string }[]} */
  const results = [];
  for (const check of checks) {
    const needed = results.find(({ script }) => script === check.needs);
    if (needed !== undefined && needed.tally.failed > 0) {
      const tally = { passed: 0, failed: 0, skipped: 1 };
      const remark = ` (not run, because ${needed.script} failed)`;
      results.push({ script: check.script, seconds: 0, tally, remark });
      continue;
    }
    const startedAtMs = Date.now();
    const tally = await runCheck(check);
    const seconds = Math.round((Date.now() - startedAtMs) / 1000);
    results.push({ script: check.script, seconds, tally, remark: '' });
  }
  process.stdout.write('\n');
  for (const { script, seconds, tally, remark } of results) {
    const name = script.padEnd(14);
    process.stdout.write(
      `${name} ${String(seconds).padStart(4)} s  ${formatTally(tally)}${remark}\n`,
    );
  }
  const total = sumTallies(results.map(({ tally }) => tally));
  process.stdout.write(`${formatTally(total)}\n`);
  return total.failed > 0 ? 1 : 0;
}

/**
 * @param {Check} check
 * @returns {Promise<Tally>}
 */
async function runCheck({ script, parameters = [], report }) {
  const path = report && join(reportsFolder, report.name);
  if (path) await rm(path, { force: true });
  process.stdout.write(`\n== ${script} ==\n`);
  const { code } = await runCommand('npm', ['run', '--silent', script, '--', ...parameters]);
  const succeeded = code === 0;
  if (!path) return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  if (!existsSync(path)) {
    process.stdout.write(`${script} ended with code ${String(code)} and without a report\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const tally = report.tally(readFileSync(path, 'utf8'));
  // Such as an error outside every test, which makes a runner fail with all its tests passed.
  if (!succeeded && tally.failed === 0) return { ...tally, failed: 1 };
  return tally;
}
