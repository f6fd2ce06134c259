import { Watched } from '../ui/watched.js';
import type { SaveState } from './edit-queue.js';

/**
 * What the reader wanted when leaving was refused, since what was drawn could not be written. It may be done
 * although; but only as long as that failure lasts: of a later one it was not wanted.
 */
export class RefusedLeaving {
  readonly act = new Watched<(() => void) | null>(null);

  constructor(private readonly save: Watched<SaveState>) {}

  refuse(act: () => void): void {
    this.act.set(act);
  }

  forget(): void {
    this.act.set(null);
  }

  /** Forgets once all is written; returns the function that stops it. */
  watch(): () => void {
    return this.save.subscribe(() => {
      if (this.save.value.kind === 'saved') this.forget();
    });
  }
}
