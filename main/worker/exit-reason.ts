import { AppError, type ErrorCode } from '../../shared/errors.js';

/** Why a worker process ended. */
export type ExitReason =
  'crashed' | 'deadline' | 'memory' | 'cancelled' | 'recycled' | 'idle' | 'closed';

const failureOf: Record<ExitReason, { code: ErrorCode; message: string }> = {
  crashed: {
    code: 'worker-crashed',
    message: 'the worker process ended while it worked on this picture; it was started again',
  },
  deadline: {
    code: 'deadline-exceeded',
    message: 'the work on this picture took too long and was stopped',
  },
  memory: {
    code: 'out-of-memory',
    message: 'the work on this picture needed more memory than allowed and was stopped',
  },
  cancelled: { code: 'cancelled', message: 'the work on this picture was cancelled' },
  recycled: { code: 'worker-crashed', message: 'the worker process was replaced too early' },
  idle: { code: 'worker-crashed', message: 'the worker process was ended too early' },
  closed: { code: 'cancelled', message: 'Limen is closing' },
};

/** What the job that was running is told. */
export function failure(reason: ExitReason): AppError {
  const { code, message } = failureOf[reason];
  return new AppError(code, message);
}
