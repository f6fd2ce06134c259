import { methods, type Handlers, type MethodName, type Reply } from '../shared/contract.js';
import { AppError, toAppError } from '../shared/errors.js';

/** Answers one call whatever happens; it knows nothing of how the call arrived. */
export type Dispatcher = (method: unknown, input: unknown) => Promise<Reply<unknown>>;

/** What is worth a line in the log: an input's values and an error's text may name a picture. */
export type FailureListener = (method: string, error: AppError) => void;

/** Parses the input by the method's schema, calls its handler and wraps the outcome. */
export function createDispatcher(handlers: Handlers, onFailure: FailureListener): Dispatcher {
  return async (method, input) => {
    if (!isMethod(method)) {
      const error = new AppError('bad-input', 'There is no such method in this version of Limen.');
      onFailure('unknown', error);
      return failure(error);
    }
    try {
      return { ok: true, value: await invoke(handlers, method, input) };
    } catch (thrown) {
      const error = toAppError(thrown);
      onFailure(method, error);
      return failure(error);
    }
  };
}

/** A dispatcher that knows which calls are still at work, so that quitting can wait for them. */
export function trackCalls(dispatch: Dispatcher): {
  dispatch: Dispatcher;
  settled: () => Promise<void>;
} {
  const atWork = new Set<Promise<unknown>>();
  return {
    dispatch: (method, input) => {
      const reply = dispatch(method, input).finally(() => atWork.delete(reply));
      atWork.add(reply);
      return reply;
    },
    settled: async () => {
      await Promise.all(atWork);
    },
  };
}

/** The envelope of an error: its code and its message, nothing of its cause. */
export function failure(error: AppError): Reply<never> {
  return { ok: false, code: error.code, message: error.message };
}

function isMethod(method: unknown): method is MethodName {
  return typeof method === 'string' && Object.hasOwn(methods, method);
}

function invoke(handlers: Handlers, method: MethodName, input: unknown): unknown {
  const parsed = methods[method].input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.map(String).join('.') ?? '';
    throw new AppError(
      'bad-input',
      `The input of ${method} is not what it takes: ${place || 'input'}: ${issue?.message ?? ''}`,
      { cause: parsed.error },
    );
  }
  // The compiler cannot tell that the schema and the handler found under one name belong together.
  const handler: (value: never) => unknown = handlers[method];
  return handler(parsed.data as never);
}
