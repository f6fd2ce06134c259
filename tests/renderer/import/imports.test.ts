import { expect, test } from 'vitest';
import { withProgress } from '../../../renderer/import/use-imports.js';
import type { ImportProgress } from '../../../shared/domain.js';

function progress(jobId: string, done: number): ImportProgress {
  return {
    jobId,
    dryRun: false,
    state: 'running',
    done,
    total: 9,
    imported: done,
    duplicates: 0,
    masks: 0,
    knownMasks: 0,
    layouts: {},
    unusedRows: 0,
    refused: 0,
    refusals: [],
    failure: null,
  };
}

test('a report replaces the one before it, and a new job comes last', () => {
  let jobs: readonly ImportProgress[] = [];
  for (const report of [progress('first', 1), progress('second', 1), progress('first', 2)]) {
    jobs = withProgress(jobs, report);
  }
  expect(jobs).toEqual([progress('first', 2), progress('second', 1)]);
});
