import { describe, expect, test } from 'vitest';
import { methods, type Handlers, type MethodName } from '../../shared/contract.js';
import { AppError } from '../../shared/errors.js';
import { createDispatcher } from '../../main/dispatch.js';

const names = Object.keys(methods) as MethodName[];

/** Handlers that all refuse, but for those given. */
function handlersWith(some: Partial<Handlers>): Handlers {
  const refuse = (): never => {
    throw new AppError('not-found', 'not in this test');
  };
  const refusing: unknown = Object.fromEntries(names.map((name) => [name, refuse]));
  return { ...(refusing as Handlers), ...some };
}

function dispatcherWith(some: Partial<Handlers>) {
  const failures: { method: string; code: string }[] = [];
  const dispatch = createDispatcher(handlersWith(some), (method, { code }) => {
    failures.push({ method, code });
  });
  return { dispatch, failures };
}

const instanceId = '0123456789ab';

test('a value comes back in an envelope', async () => {
  const { dispatch, failures } = dispatcherWith({ 'import.cancel': () => ({}) });
  expect(await dispatch('import.cancel', { jobId: instanceId })).toEqual({ ok: true, value: {} });
  expect(failures).toEqual([]);
});

test('the handler gets the parsed input, without what the schema does not name', async () => {
  let seen: unknown;
  const { dispatch } = dispatcherWith({
    'import.cancel': (input) => {
      seen = input;
      return {};
    },
  });
  await dispatch('import.cancel', { jobId: instanceId, path: '/etc/passwd' });
  expect(seen).toEqual({ jobId: instanceId });
});

describe('bad input is refused before a handler runs', () => {
  test.each(names)('%s', async (name) => {
    let called = false;
    const handlers = handlersWith({});
    const dispatch = createDispatcher(
      {
        ...handlers,
        [name]: () => {
          called = true;
          return {};
        },
      },
      () => undefined,
    );
    expect(await dispatch(name, 'no object')).toMatchObject({ ok: false, code: 'bad-input' });
    expect(called).toBe(false);
  });

  test('the message names the method and the place, not the value', async () => {
    const { dispatch, failures } = dispatcherWith({});
    const reply = await dispatch('import.cancel', { jobId: '../Jane Doe' });
    expect(reply).toMatchObject({ ok: false, code: 'bad-input' });
    expect(JSON.stringify(reply)).toContain('jobId');
    expect(JSON.stringify(reply)).not.toContain('Doe');
    expect(failures).toEqual([{ method: 'import.cancel', code: 'bad-input' }]);
  });
});

test.each([['no.such'], ['__proto__'], ['toString'], [''], [7], [null], [undefined]])(
  'method %s is refused',
  async (method) => {
    const { dispatch, failures } = dispatcherWith({});
    expect(await dispatch(method, {})).toMatchObject({ ok: false, code: 'bad-input' });
    expect(failures).toEqual([{ method: 'unknown', code: 'bad-input' }]);
  },
);

test('an error keeps its code; its cause stays in main', async () => {
  const { dispatch } = dispatcherWith({
    'model.list': () => {
      throw new AppError('model-invalid', 'The hash differs.', { cause: new Error('at /secret') });
    },
  });
  expect(await dispatch('model.list', {})).toEqual({
    ok: false,
    code: 'model-invalid',
    message: 'The hash differs.',
  });
});

test('any other throwable is internal', async () => {
  const { dispatch, failures } = dispatcherWith({
    'model.list': () => Promise.reject(new TypeError('of nothing')),
  });
  expect(await dispatch('model.list', {})).toMatchObject({ ok: false, code: 'internal' });
  expect(failures).toEqual([{ method: 'model.list', code: 'internal' }]);
});
