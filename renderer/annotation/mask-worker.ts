import type { RunLengthMask } from '../../shared/labelmap.js';
import { runMaskCommand, type MaskCommand } from '../../shared/mask-command.js';

/** Runs commands on masks beside the window, so that a long one stalls nothing. */

export interface CommandRequest {
  readonly mask: RunLengthMask;
  readonly command: MaskCommand;
}

export type CommandAnswer =
  | { readonly ok: true; readonly mask: RunLengthMask }
  | { readonly ok: false; readonly message: string };

addEventListener('message', ({ data }: MessageEvent<CommandRequest>) => {
  let answer: CommandAnswer;
  try {
    answer = { ok: true, mask: runMaskCommand(data.mask, data.command) };
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  postMessage(answer);
});
