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
 * @property {{
 *   name: string,
 *   tally: (report: string) => Tally,
 *   failures: (report: string) => string[],
 * }} [report] file under the reports folder that the script writes
 * @property {string} [needs] script without whose success this one is not run
 * @property {boolean} [beside] runs beside the others, and writes its output when they are done
 */

/**
 * @typedef {object} Result
 * @property {string} script
 * @property {number} seconds
 * @property {Tally} tally
 * @property {string[]} failures what failed, each with the start of what it said
 * @property {string} remark
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
  // One core stands idle while a window is waited for; a run of both takes as long as the longer.
  const [inTurn, beside] = await Promise.all([
    runInTurn(checks.filter((check) => check.beside !== true)),
    Promise.all(checks.filter((check) => check.beside === true).map(runBeside)),
  ]);
  for (const { output } of beside) process.stdout.write(output);
  const results = [...inTurn, ...beside.map(({ result }) => result)];
  process.stdout.write('\n');
  // Again at the end, where it is found: a log of a whole run is long, and often cut.
  for (const { script, failures } of results) {
    for (const failure of failures) process.stdout.write(`FAILED ${script}: ${failure}\n`);
  }
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
 * @param {readonly Check[]} checks
 * @returns {Promise<Result[]>}
 */
async function runInTurn(checks) {
  /** @type {Result[]} */
  const results = [];
  for (const check of checks) {
    const needed = results.find(({ script }) => script === check.needs);
    if (needed !== undefined && needed.tally.failed > 0) {
      const tally = { passed: 0, failed: 0, skipped: 1 };
      const remark = ` (not run, because ${needed.script} failed)`;
      results.push({ script: check.script, seconds: 0, tally, failures: [], remark });
      continue;
    }
    process.stdout.write(`\n== ${check.script} ==\n`);
    results.push((await runCheck(check)).result);
  }
  return results;
}

/** @param {Check} check */
async function runBeside(check) {
  const { result, output } = await runCheck(check, { quiet: true });
  return { result, output: `\n== ${check.script} ==\n${output}` };
}

/**
 * @param {Check} check
 * @param {{ quiet: boolean }} options quiet collects the output instead of writing it
 * @returns {Promise<{ result: Result, output: string }>}
 */
async function runCheck(check, { quiet } = { quiet: false }) {
  const { script, parameters = [], report } = check;
  if (report) await rm(join(reportsFolder, report.name), { force: true });
  const startedAtMs = Date.now();
  const { code, output } = await runCommand(
    'npm',
    ['run', '--silent', script, '--', ...parameters],
    { quiet },
  );
  const seconds = Math.round((Date.now() - startedAtMs) / 1000);
  return { result: { script, seconds, ...countTests(check, code), remark: '' }, output };
}

/**
 * @param {Check} check
 * @param {number} code exit code of its script
 * @returns {{ tally: Tally, failures: string[] }}
 */
function countTests({ script, report }, code) {
  const succeeded = code === 0;
  const failedOnce = {
    tally: { passed: 0, failed: 1, skipped: 0 },
    failures: [`${script} ended with code ${String(code)}`],
  };
  if (!report) {
    return succeeded ? { tally: { passed: 1, failed: 0, skipped: 0 }, failures: [] } : failedOnce;
  }
  const path = join(reportsFolder, report.name);
  if (!existsSync(path)) return failedOnce;
  const text = readFileSync(path, 'utf8');
  const tally = report.tally(text);
  // Such as an error outside every test, which makes a runner fail with all its tests passed.
  if (!succeeded && tally.failed === 0) {
    return { tally: { ...tally, failed: 1 }, failures: failedOnce.failures };
  }
  return { tally, failures: report.failures(text) };
}
