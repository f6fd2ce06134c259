import { expect, test } from 'vitest';
import {
  failuresOfJunit,
  failuresOfPlaywright,
  failuresOfVitest,
} from '../../tools/checks/failures.mjs';

test('failed tests of Vitest and files it could not load are named with what they said', () => {
  const report = JSON.stringify({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'holds', failureMessages: [] },
          {
            status: 'failed',
            fullName: 'breaks',
            failureMessages: ['\u001b[31mno\u001b[39m\n\nat'],
          },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'not loaded', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', message: '', assertionResults: [] },
    ],
  });
  expect(failuresOfVitest(report)).toEqual([
    'a.test.ts › breaks\n    no\n    at',
    'b.test.ts\n    not loaded',
  ]);
});

test('failed tests of Playwright are found in nested suites, and errors outside of tests', () => {
  const spec = (title: string, errors: { message: string }[]) => ({
    title,
    file: 'e.test.ts',
    tests: [{ status: errors.length === 0 ? 'expected' : 'unexpected', results: [{ errors }] }],
  });
  const flaky = {
    title: 'odd',
    file: 'e.test.ts',
    tests: [{ status: 'flaky', results: [{ errors: [{ message: 'slow' }] }, { errors: [] }] }],
  };
  const report = JSON.stringify({
    suites: [
      {
        specs: [spec('good', []), flaky],
        suites: [{ specs: [spec('bad', [{ message: 'late' }])] }],
      },
    ],
    errors: [{ message: 'no tests found' }],
  });
  expect(failuresOfPlaywright(report)).toEqual([
    'e.test.ts › odd (passed at the second run)\n    slow',
    'e.test.ts › bad\n    late',
    '\n    no tests found',
  ]);
});

test('failed tests of pytest are named', () => {
  const report =
    '<testsuite><testcase classname="t.a" name="good" time="0.1" />' +
    '<testcase classname="t.a" name="bad" time="0.1"><failure message="one&#10;two">x</failure>' +
    '</testcase></testsuite>';
  expect(failuresOfJunit(report)).toEqual(['t.a › bad\n    one\n    two']);
});
