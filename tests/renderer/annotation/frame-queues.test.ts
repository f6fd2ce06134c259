import { expect, test, vi } from 'vitest';
import {
  allWritten,
  isAnythingUnwritten,
  queueFor,
} from '../../../renderer/annotation/frame-queues.js';

const listener = { onState: () => undefined, onRefused: () => undefined };
const first = { instanceId: 'a', frame: 0 };

test('what could not be written of a frame that was left is waited for when it is opened again', async () => {
  vi.useFakeTimers();
  try {
    let full = true;
    const written: string[] = [];
    queueFor(first, listener).save(() => {
      if (full) return Promise.reject(new Error('the disk is full'));
      written.push('stroke');
      return Promise.resolve();
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(isAnythingUnwritten()).toBe(true);
    await expect(allWritten(first)).rejects.toThrow('the disk is full');
    // Another frame does not wait for it, and does not hide it.
    await allWritten({ ...first, frame: 1 });
    queueFor({ ...first, frame: 1 }, listener);
    // Nor does a further opening of the same one, which failed.
    queueFor(first, listener);
    expect(isAnythingUnwritten()).toBe(true);
    full = false;
    await allWritten(first);
    expect(written).toEqual(['stroke']);
    expect(isAnythingUnwritten()).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});
