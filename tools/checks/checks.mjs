import { join } from 'node:path';
import { failuresOfPlaywright, failuresOfVitest } from './failures.mjs';
import { reportsFolder } from './run-checks.mjs';
import { tallyPlaywright, tallyVitest } from './tally.mjs';

/** @typedef {import('./run-checks.mjs').Check} Check */

/** @param {string} name */
function vitestParameters(name) {
  const file = join(reportsFolder, name);
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
}

/** @type {readonly Check[]} */
export const everyChange = [
  { script: 'types' },
  { script: 'lint', beside: true },
  { script: 'format', beside: true },
  { script: 'layers' },
  { script: 'dead-code' },
  {
    script: 'test:unit',
    parameters: vitestParameters('unit.json'),
    report: { name: 'unit.json', tally: tallyVitest, failures: failuresOfVitest },
  },
  { script: 'build' },
  {
    script: 'test:e2e',
    report: { name: 'e2e.json', tally: tallyPlaywright, failures: failuresOfPlaywright },
    needs: 'build',
  },
  {
    script: 'test:training',
    report: {
      name: 'training.json',
      tally: (report) => JSON.parse(report).tally,
      failures: (report) => JSON.parse(report).failures,
    },
    beside: true,
  },
];

/** @type {readonly Check[]} */
export const longRunning = [
  { script: 'package' },
  {
    script: 'test:slow',
    parameters: vitestParameters('slow.json'),
    report: { name: 'slow.json', tally: tallyVitest, failures: failuresOfVitest },
  },
  {
    script: 'test:packaged',
    report: { name: 'packaged.json', tally: tallyPlaywright, failures: failuresOfPlaywright },
    needs: 'package',
  },
];
