import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyHistory,
  extendHistory,
  redoTarget,
  replayHistory,
  sameEffect,
  undoTarget,
  type History,
  type HistoryRecord,
} from '../../shared/history.js';

/** Records of a reader who does these acts, where they are possible. */
function recordsOf(acts: readonly ('edit' | 'undo' | 'redo')[]): HistoryRecord[] {
  const records: HistoryRecord[] = [];
  let history: History = emptyHistory;
  for (const act of acts) {
    const sequence = records.length + 1;
    const target = act === 'undo' ? undoTarget(history) : redoTarget(history);
    if (act === 'edit') records.push({ sequence, act });
    else if (target === null) continue;
    else records.push({ sequence, act, target });
    history = replayHistory(records);
  }
  return records;
}

const acts = fc.array(fc.constantFrom('edit' as const, 'undo' as const, 'redo' as const), {
  maxLength: 60,
});

describe('history', () => {
  test('undo takes back the newest edit and redo brings it back', () => {
    const edits: HistoryRecord[] = [
      { sequence: 1, act: 'edit' },
      { sequence: 2, act: 'edit' },
    ];
    const undone = replayHistory([...edits, { sequence: 3, act: 'undo', target: 2 }]);
    expect(undone).toEqual({ undoable: [1], redoable: [2] });
    const redone = extendHistory(undone, { sequence: 4, act: 'redo', target: 2 });
    expect(redone).toEqual({ undoable: [1, 2], redoable: [] });
  });

  test('a new edit forgets what could be redone', () => {
    const history = replayHistory([
      { sequence: 1, act: 'edit' },
      { sequence: 2, act: 'undo', target: 1 },
      { sequence: 3, act: 'edit' },
    ]);
    expect(history).toEqual({ undoable: [3], redoable: [] });
  });

  test('refuses a record that names another edit than the one in turn', () => {
    const history = replayHistory([
      { sequence: 1, act: 'edit' },
      { sequence: 2, act: 'edit' },
    ]);
    for (const record of [
      { sequence: 3, act: 'undo', target: 1 },
      { sequence: 3, act: 'redo', target: 2 },
    ] as const) {
      expect(() => extendHistory(history, record)).toThrow(/is in turn/);
    }
    expect(() => extendHistory(emptyHistory, { sequence: 1, act: 'undo', target: 1 })).toThrow();
  });

  test('redoing what was undone restores the same effect', () => {
    fc.assert(
      fc.property(acts, (chosen) => {
        const records = recordsOf(chosen);
        const before = replayHistory(records);
        const target = undoTarget(before);
        if (target === null) return;
        const undone = extendHistory(before, { sequence: 1000, act: 'undo', target });
        expect(sameEffect(undone, before)).toBe(false);
        const redone = extendHistory(undone, { sequence: 1001, act: 'redo', target });
        expect(redone).toEqual(before);
      }),
    );
  });

  test('the edits in effect are those toggled an odd number of times', () => {
    fc.assert(
      fc.property(acts, (chosen) => {
        const toggles = new Map<number, number>();
        const records = recordsOf(chosen);
        for (const record of records) {
          const edit = record.act === 'edit' ? record.sequence : record.target;
          toggles.set(edit, (toggles.get(edit) ?? 0) + 1);
        }
        const inEffect = [...toggles].filter(([, count]) => count % 2 === 1).map(([edit]) => edit);
        expect([...replayHistory(records).undoable].sort((a, b) => a - b)).toEqual(inEffect);
      }),
    );
  });
});
