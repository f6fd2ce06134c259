import type { CallOutcome } from '../api.js';
import type { MethodName } from '../../shared/contract.js';

/** Whether what the reader drew or decided is durable, followed from the calls that write it. */
export interface SaveState {
  /** Writing calls under way. */
  writing: number;
  savedAtMs: number | null;
  /** The last write failed and none has succeeded since. */
  failed: boolean;
}

export const nothingWritten: SaveState = { writing: 0, savedAtMs: null, failed: false };

const writingMethods: ReadonlySet<MethodName> = new Set([
  'reading.edit',
  'reading.undo',
  'reading.redo',
  'reading.commit',
  'blinded.answer',
]);

/** The state after a call of the window; calls that write nothing of the reader's leave it as it is. */
export function afterCall(state: SaveState, outcome: CallOutcome, nowMs: number): SaveState {
  if (!writingMethods.has(outcome.name)) return state;
  switch (outcome.state) {
    case 'started':
      return { ...state, writing: state.writing + 1 };
    case 'succeeded':
      return { writing: state.writing - 1, savedAtMs: nowMs, failed: false };
    case 'failed':
      return { ...state, writing: state.writing - 1, failed: true };
  }
}
