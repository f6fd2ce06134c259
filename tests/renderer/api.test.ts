import { afterEach, describe, expect, test, vi } from 'vitest';
import { ApiError, call, importDropped, onCall, onEvent } from '../../renderer/api.js';
import type { Bridge } from '../../shared/contract.js';

/** Stands where preload puts its bridge. */
function stubBridge(bridge: Partial<Bridge>): void {
  vi.stubGlobal('window', { limen: bridge });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('calling main', () => {
  test('an answer is its value', async () => {
    const calls: unknown[] = [];
    stubBridge({
      call: (method, input) => {
        calls.push([method, input]);
        return Promise.resolve({ ok: true, value: [] });
      },
    });
    expect(await call('model.list', {})).toEqual([]);
    expect(calls).toEqual([['model.list', {}]]);
  });

  test('a refusal keeps its code and its message', async () => {
    stubBridge({
      call: () => Promise.resolve({ ok: false, code: 'disk-full', message: 'No space is left.' }),
    });
    await expect(call('settings.get', {})).rejects.toEqual(
      new ApiError('disk-full', 'No space is left.'),
    );
    await expect(call('settings.get', {})).rejects.toMatchObject({ code: 'disk-full' });
  });

  test('a call that never arrived is internal, with its cause', async () => {
    const cause = new Error('An object could not be cloned.');
    stubBridge({ call: () => Promise.reject(cause), importDropped: () => Promise.reject(cause) });
    await expect(call('settings.get', {})).rejects.toMatchObject({ code: 'internal', cause });
    await expect(importDropped([])).rejects.toMatchObject({ code: 'internal', cause });
  });

  test('observers learn of the start and of the end until they stop', async () => {
    const outcomes: string[] = [];
    const stop = onCall(({ name, state }) => outcomes.push(`${name} ${state}`));
    stubBridge({ call: () => Promise.resolve({ ok: true, value: null }) });
    await call('model.list', {});
    stubBridge({
      call: () => Promise.resolve({ ok: false, code: 'not-found', message: 'It is gone.' }),
    });
    await expect(call('app.info', {})).rejects.toThrow('It is gone.');
    stop();
    await expect(call('app.info', {})).rejects.toThrow('It is gone.');
    expect(outcomes).toEqual([
      'model.list started',
      'model.list succeeded',
      'app.info started',
      'app.info failed',
    ]);
  });
});

test('events reach the listener until it stops', () => {
  const listeners = new Set<(payload: unknown) => void>();
  stubBridge({
    on: (_event, listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  });
  const heard: (string | null)[] = [];
  const stop = onEvent('library.changed', ({ instanceId }) => heard.push(instanceId));
  for (const listener of listeners) listener({ instanceId: 'picture-1' });
  stop();
  for (const listener of listeners) listener({ instanceId: 'picture-2' });
  expect(heard).toEqual(['picture-1']);
});
