import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../renderer/api.js';
import { EditQueue, type Clock, type SaveState } from '../../../renderer/annotation/edit-queue.js';

/** Holds back what is to happen later until the test lets it. */
class TestClock implements Clock {
  private readonly timers = new Set<() => void>();

  after(_milliseconds: number, callback: () => void): () => void {
    this.timers.add(callback);
    return () => {
      this.timers.delete(callback);
    };
  }

  get waiting(): number {
    return this.timers.size;
  }

  elapse(): void {
    for (const callback of this.timers) {
      this.timers.delete(callback);
      callback();
    }
  }
}

function queueWithLog() {
  const clock = new TestClock();
  const states: SaveState[] = [];
  const refused: unknown[] = [];
  const listener = {
    onState: (state: SaveState) => states.push(state),
    onRefused: (error: unknown) => refused.push(error),
  };
  const queue = new EditQueue(listener, clock);
  return { clock, states, refused, queue };
}

describe('EditQueue', () => {
  test('writes one after the other, in order', async () => {
    const { queue, states } = queueWithLog();
    const log: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      queue.save(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
      });
    }
    await queue.settled();
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(states.at(-1)).toEqual({ kind: 'saved' });
  });

  test('an undo waits for the strokes before it', async () => {
    const { queue } = queueWithLog();
    const log: string[] = [];
    queue.save(async () => {
      await Promise.resolve();
      log.push('stroke');
    });
    const answer = await queue.afterEdits(() => {
      log.push('undo');
      return Promise.resolve('undone');
    });
    expect(answer).toBe('undone');
    expect(log).toEqual(['stroke', 'undo']);
  });

  test('a failed stroke is kept, said, tried again by itself, and what follows stays behind it', async () => {
    const { queue, clock, states } = queueWithLog();
    const log: string[] = [];
    let diskFull = true;
    queue.save(() => {
      if (diskFull) return Promise.reject(new Error('disk full'));
      log.push('first');
      return Promise.resolve();
    });
    queue.save(() => {
      log.push('second');
      return Promise.resolve();
    });
    await expect(queue.settled()).rejects.toThrow('disk full');
    expect(states.at(-1)).toMatchObject({ kind: 'failed', waiting: 2 });
    expect(log).toEqual([]);
    expect(clock.waiting).toBe(1);

    diskFull = false;
    clock.elapse();
    await queue.settled();
    expect(log).toEqual(['first', 'second']);
    expect(states.at(-1)).toEqual({ kind: 'saved' });
  });

  test('a stroke drawn while writes fail does not overtake, and is counted when they are tried', async () => {
    const { queue, states } = queueWithLog();
    const log: string[] = [];
    let broken = true;
    queue.save(() => (broken ? Promise.reject(new Error('broken')) : Promise.resolve()));
    await expect(queue.settled()).rejects.toThrow('broken');
    queue.save(() => {
      log.push('later');
      return Promise.resolve();
    });
    expect(log).toEqual([]);
    await expect(queue.settled()).rejects.toThrow('broken');
    expect(states.at(-1)).toMatchObject({ kind: 'failed', waiting: 2 });
    broken = false;
    queue.retry();
    await queue.settled();
    expect(log).toEqual(['later']);
  });

  test('an undo that fails is dropped, so strokes after it are still written', async () => {
    const { queue, states } = queueWithLog();
    const refused = queue.afterEdits(() => Promise.reject(new Error('nothing to undo')));
    let written = false;
    queue.save(() => {
      written = true;
      return Promise.resolve();
    });
    await expect(refused).rejects.toThrow('nothing to undo');
    await queue.settled();
    expect(written).toBe(true);
    expect(states.at(-1)).toEqual({ kind: 'saved' });
  });

  test('a write that is refused for good is told and holds up no later one', async () => {
    const { queue, clock, refused, states } = queueWithLog();
    const written: string[] = [];
    const gone = new ApiError('bad-input', 'the mark is not there any more');
    queue.save(() => Promise.reject(gone));
    queue.save(() => {
      written.push('stroke');
      return Promise.resolve();
    });
    expect(queue.idle).toBe(false);
    await queue.settled();
    expect(written).toEqual(['stroke']);
    expect(refused).toEqual([gone]);
    expect(clock.waiting).toBe(0);
    expect(states.at(-1)).toEqual({ kind: 'saved' });
    expect(queue.idle).toBe(true);
  });
});
