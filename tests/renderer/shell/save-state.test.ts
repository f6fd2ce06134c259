import { describe, expect, test } from 'vitest';
import { ApiError, type CallOutcome } from '../../../renderer/api.js';
import { afterCall, nothingWritten } from '../../../renderer/shell/save-state.js';

function after(outcomes: CallOutcome[]) {
  return outcomes.reduce(
    (state, outcome, index) => afterCall(state, outcome, 1000 + index),
    nothingWritten,
  );
}

const started: CallOutcome = { name: 'reading.edit', state: 'started' };
const succeeded: CallOutcome = { name: 'reading.edit', state: 'succeeded' };
const failed: CallOutcome = {
  name: 'reading.edit',
  state: 'failed',
  error: new ApiError('disk-full', 'The disk is full.'),
};

describe('the state of saving', () => {
  test('is writing while a stroke is on its way, then saved at the time it arrived', () => {
    expect(after([started]).writing).toBe(1);
    expect(after([started, succeeded])).toEqual({ writing: 0, savedAtMs: 1001, failed: false });
  });

  test('stays writing until the last of several strokes has arrived', () => {
    expect(after([started, started, succeeded]).writing).toBe(1);
  });

  test('a failed write is said until one succeeds', () => {
    expect(after([started, failed]).failed).toBe(true);
    expect(after([started, failed, started]).failed).toBe(true);
    expect(after([started, failed, started, succeeded]).failed).toBe(false);
  });

  test('calls that write nothing change nothing', () => {
    expect(after([{ name: 'library.list', state: 'started' }])).toBe(nothingWritten);
  });
});
