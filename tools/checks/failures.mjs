import { stripVTControlCharacters } from 'node:util';

/**
 * The failed tests in the report of Vitest's json reporter, each with the start of what it said.
 *
 * @param {string} report
 * @returns {string[]}
 */
export function failuresOfVitest(report) {
  /** @type {{ name: string, status: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[]} */
  const files = JSON.parse(report).testResults;
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [describe(name, '', message)];
    return failed.map((result) =>
      describe(name, result.fullName, result.failureMessages.join('\n')),
    );
  });
}

/** @typedef {{ title: string, file: string, tests: { status: string, results: { errors: { message?: string }[] }[] }[] }} Spec */
/** @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite */

/**
 * The failed tests, and those that passed only when they were run again, in the report of
 * Playwright's json reporter, and its errors outside of tests.
 *
 * @param {string} report
 * @returns {string[]}
 */
export function failuresOfPlaywright(report) {
  /** @type {{ suites: Suite[], errors: { message?: string }[] }} */
  const { suites, errors } = JSON.parse(report);
  /** @type {(suite: Suite) => Spec[]} */
  const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
  const failed = suites.flatMap(specsOf).map(({ title, file, tests }) => {
    const said = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
    const again = tests.some(({ status }) => status === 'flaky')
      ? ' (passed at the second run)'
      : '';
    return said.length === 0 ? [] : [describe(file, `${title}${again}`, messagesOf(said))];
  });
  return [...failed.flat(), ...errors.map((error) => describe('', '', messagesOf([error])))];
}

/**
 * The failed tests in a JUnit report as pytest writes it.
 *
 * @param {string} report
 * @returns {string[]}
 */
export function failuresOfJunit(report) {
  const cases = report.matchAll(
    /<testcase classname="([^"]*)" name="([^"]*)"[^>]*>\s*<(?:failure|error) message="([^"]*)"/g,
  );
  return [...cases].map(([, file = '', test = '', message = '']) =>
    describe(file, test, message.replaceAll('&#10;', '\n')),
  );
}

/** @param {readonly { message?: string }[]} errors */
function messagesOf(errors) {
  return errors.map(({ message }) => message ?? '').join('\n');
}

const shownLines = 12;

/**
 * @param {string} file
 * @param {string} test
 * @param {string} message
 */
function describe(file, test, message) {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const head = [file, test].filter((part) => part !== '').join(' › ');
  return [head, ...lines.slice(0, shownLines).map((line) => `    ${line}`)].join('\n');
}
