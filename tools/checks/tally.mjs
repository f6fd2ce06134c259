/**
 * How the tests of a runner, or a whole run, ended.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 */

/**
 * The sum of several tallies.
 *
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sumTallies(tallies) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const tally of tallies) {
    sum.passed += tally.passed;
    sum.failed += tally.failed;
    sum.skipped += tally.skipped;
  }
  return sum;
}

/**
 * The one line a run ends with.
 *
 * @param {Tally} tally
 */
export function formatTally({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Counts the report of Vitest's json reporter. A file that could not be loaded has no tests to
 * count, and counts as one failed.
 *
 * @param {string} report
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    JSON.parse(report);
  const unloaded = testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/**
 * Counts the report of Playwright's json reporter. A test that passed when it was run again, as in
 * CI each is once, counts as passed; failures.mjs names it.
 *
 * @param {string} report
 * @returns {Tally}
 */
export function tallyPlaywright(report) {
  const { stats, errors } = JSON.parse(report);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * Counts a JUnit report as pytest writes it.
 *
 * @param {string} report
 * @returns {Tally}
 */
export function tallyJunit(report) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [tag] of report.matchAll(/<testsuite\s[^>]*>/g)) {
    const count = (/** @type {string} */ name) =>
      Number(new RegExp(`\\s${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
    const failed = count('failures') + count('errors');
    sum.failed += failed;
    sum.skipped += count('skipped');
    sum.passed += count('tests') - failed - count('skipped');
  }
  return sum;
}
