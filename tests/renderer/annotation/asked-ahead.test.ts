import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askAhead, openFrame } from '../../../renderer/annotation/asked-ahead.js';

/** Answers of main, in the order in which they were asked for. */
let asked: unknown[] = [];
let refused = false;

beforeEach(() => {
  asked = [];
  refused = false;
  vi.stubGlobal('window', {
    limen: {
      call: (_method: string, input: unknown) => {
        asked.push(input);
        const value = { answer: asked.length };
        const refusal = { ok: false, code: 'not-found', message: 'It is gone.' };
        return Promise.resolve(refused ? refusal : { ok: true, value });
      },
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const first = { instanceId: 'a', frame: 0 };

test('a frame that was asked for ahead is opened with that answer, once', async () => {
  askAhead(first);
  expect(await openFrame(first)).toEqual({ answer: 1 });
  expect(await openFrame(first)).toEqual({ answer: 2 });
  expect(asked).toEqual([first, first]);
});

test('another frame is asked for when it is opened, and what was ahead is dropped', async () => {
  askAhead(first);
  expect(await openFrame({ ...first, frame: 1 })).toEqual({ answer: 2 });
  expect(await openFrame(first)).toEqual({ answer: 3 });
});

test('a refusal is told to whoever opens the frame, and only then', async () => {
  refused = true;
  askAhead(first);
  await Promise.resolve();
  await expect(openFrame(first)).rejects.toMatchObject({ code: 'not-found' });
});
