/** Every reason for which a call may fail. Closed: the renderer has one sentence for each code. */
export const errorCodes = [
  'bad-input',
  'not-found',
  'unreadable-file',
  'unsupported-format',
  'mask-unfit',
  'too-large',
  'model-invalid',
  'inference-failed',
  'worker-crashed',
  'deadline-exceeded',
  'out-of-memory',
  'cancelled',
  'library-read-only',
  'library-damaged',
  'disk-full',
  'write-failed',
  'held-for-review',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error with a code the other side of a process boundary can react to. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Any thrown value as an AppError: unknown ones become `internal` and keep their message. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', message, { cause: thrown });
}
