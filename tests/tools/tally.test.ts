import { expect, test } from 'vitest';
import {
  formatTally,
  sumTallies,
  tallyJunit,
  tallyPlaywright,
  tallyVitest,
} from '../../tools/checks/tally.mjs';

test('a file that Vitest could not load counts as one failed', () => {
  const report = JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  });
  expect(tallyVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 3 });
});

test('a test of Playwright that passed when run again counts as passed, an error as failed', () => {
  const report = JSON.stringify({
    stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
    errors: [{ message: 'no tests found' }],
  });
  expect(tallyPlaywright(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test('pytest counts failures and errors apart, and passed not at all', () => {
  const report =
    '<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1"' +
    ' failures="2" skipped="3" tests="10" time="0.1"><testcase name="a"/></testsuite></testsuites>';
  expect(tallyJunit(report)).toEqual({ passed: 4, failed: 3, skipped: 3 });
});

test('several tallies end in one line', () => {
  const sum = sumTallies([
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 10, failed: 3, skipped: 0 },
  ]);
  expect(formatTally(sum)).toBe('11 passed, 3 failed, 2 skipped');
  expect(formatTally(sumTallies([]))).toBe('0 passed, 0 failed, 0 skipped');
});
