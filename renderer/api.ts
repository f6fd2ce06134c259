import type {
  Bridge,
  EventName,
  EventPayload,
  MethodInput,
  MethodName,
  MethodOutput,
  Reply,
} from '../shared/contract.js';
import type { ErrorCode } from '../shared/errors.js';
import type { ImportDraft } from '../shared/exchange.js';

/** The renderer's client of the contract: the only file that touches the preload bridge. */

declare global {
  interface Window {
    readonly limen: Bridge;
  }
}

/** A call that main refused, or that never reached it (`internal`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** What became of a call, for those who show the state of writing without making the calls. */
export type CallOutcome =
  | { name: MethodName; state: 'started' }
  | { name: MethodName; state: 'succeeded' }
  | { name: MethodName; state: 'failed'; error: ApiError };

const callListeners = new Set<(outcome: CallOutcome) => void>();

/** Observe every call of this window; returns the function that stops it. */
export function onCall(listener: (outcome: CallOutcome) => void): () => void {
  callListeners.add(listener);
  return () => {
    callListeners.delete(listener);
  };
}

function announce(outcome: CallOutcome): void {
  for (const listener of callListeners) listener(outcome);
}

function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiError('internal', message, { cause: thrown });
}

async function unwrap<Value>(reply: Promise<Reply<Value>>): Promise<Value> {
  let answer: Reply<Value>;
  try {
    answer = await reply;
  } catch (thrown) {
    throw toApiError(thrown);
  }
  if (!answer.ok) throw new ApiError(answer.code, answer.message);
  return answer.value;
}

/** Call a method of the contract. Throws {@link ApiError} with main's code and message. */
export async function call<Name extends MethodName>(
  name: Name,
  input: MethodInput<Name>,
): Promise<MethodOutput<Name>> {
  announce({ name, state: 'started' });
  try {
    const value = await unwrap(window.limen.call(name, input));
    announce({ name, state: 'succeeded' });
    // Output is typed and not parsed: main is trusted and labelmaps are large (contract.ts).
    return value as MethodOutput<Name>;
  } catch (thrown) {
    const error = toApiError(thrown);
    announce({ name, state: 'failed', error });
    throw error;
  }
}

/** Listen to an event of the contract; returns the function that stops it. */
export function onEvent<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): () => void {
  return window.limen.on(name, (payload) => {
    listener(payload as EventPayload<Name>);
  });
}

/** A draft of an import of files dropped on the window. Throws {@link ApiError}. */
export async function importDropped(files: File[]): Promise<ImportDraft> {
  return unwrap(window.limen.importDropped(files));
}
