import { call } from '../api.js';
import { reportError } from '../report-error.js';
import { askAhead } from './asked-ahead.js';
import type { Leaving } from './use-leaving.js';
import type { Neighbours } from './use-neighbours.js';
import { keepTimeNow } from './use-reading-time.js';

interface FrameWaysOptions {
  readonly instanceId: string;
  readonly frame: number;
  /** Frames of the picture; 0 until it is known. */
  readonly frames: number;
  /** The picture is there to be read. */
  readonly ready: boolean;
  readonly neighbours: Neighbours | undefined;
  readonly leaving: Leaving;
  readonly onNavigate: (instanceId: string) => void;
  readonly onFrame: (frame: number) => void;
  readonly onBack: () => void;
}

export interface FrameWays {
  /** To another picture; nowhere without an id. */
  readonly open: (instanceId: string | null | undefined) => void;
  readonly back: () => void;
  /** To another frame, where the picture has it. */
  readonly goToFrame: (frame: number) => void;
  /** The reader is done with the frame, and goes to the next picture of the worklist. */
  readonly submit: () => void;
}

/** The ways out of a frame; none is gone before what was drawn is written. */
export function frameWays(options: FrameWaysOptions): FrameWays {
  const { instanceId, frame, frames, ready, neighbours, leaving } = options;
  const navigate = (id: string): void => {
    askAhead({ instanceId: id, frame: 0 });
    options.onNavigate(id);
  };
  return {
    open: (id) => {
      if (id === null || id === undefined) return;
      leaving.leave(() => {
        navigate(id);
      });
    },
    back: () => {
      leaving.leave(options.onBack);
    },
    goToFrame: (wanted) => {
      if (wanted < 0 || wanted >= frames) return;
      leaving.leave(() => {
        askAhead({ instanceId, frame: wanted });
        options.onFrame(wanted);
      });
    },
    submit: () => {
      if (!ready) return;
      leaving.submit(() => {
        // The record of the reading says how long it took.
        keepTimeNow(instanceId, frame);
        call('reading.submit', { instanceId, frame }).catch(reportError);
        const next = neighbours?.nextUnreadId ?? null;
        if (next === null) return false;
        navigate(next);
        return true;
      });
    },
  };
}
