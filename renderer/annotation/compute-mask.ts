import type { RunLengthMask } from '../../shared/labelmap.js';
import type { MaskCommand } from '../../shared/mask-command.js';
import { ApiError } from '../api.js';
import type { CommandAnswer, CommandRequest } from './mask-worker.js';

/**
 * The mask after a command, computed in a worker of its own, which ends with an abort.
 * Rejects with {@link ApiError}: `bad-input` from the command, `cancelled` after an abort.
 */
export function computeMask(
  mask: RunLengthMask,
  command: MaskCommand,
  signal: AbortSignal,
): Promise<RunLengthMask> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./mask-worker.ts', import.meta.url), { type: 'module' });
    const end = (): void => {
      worker.terminate();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (): void => {
      end();
      reject(new ApiError('cancelled', 'the command was given up'));
    };
    signal.addEventListener('abort', onAbort);
    worker.addEventListener('message', ({ data }: MessageEvent<CommandAnswer>) => {
      end();
      if (data.ok) resolve(data.mask);
      else reject(new ApiError('bad-input', data.message));
    });
    worker.addEventListener('error', ({ message }) => {
      end();
      reject(new ApiError('internal', `the command failed: ${message}`));
    });
    worker.postMessage({ mask, command } satisfies CommandRequest);
  });
}
