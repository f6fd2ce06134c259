import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressNotes } from '../../../main/cli/command.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('progress is noted once a second', () => {
  const lines: string[] = [];
  const noteProgress = progressNotes({ note: (line) => lines.push(line) }, ' files');
  for (let done = 1; done <= 100; done += 1) {
    vi.advanceTimersByTime(30);
    noteProgress({ done, total: 100 });
  }
  expect(lines).toEqual(['34 of 100 files', '68 of 100 files']);
});
