import { useEffect, useMemo, useRef, useState } from 'react';
import {
  decodeMask,
  emptyMask,
  encodeMask,
  maskArea,
  xorMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import type { MaskSource, SegmentMask } from '../../shared/domain.js';
import { call, onEvent } from '../api.js';
import { reportError } from '../report-error.js';
import type { Frame } from './use-panes.js';

interface DraftState {
  readonly mask: RunLengthMask;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Where a mask that replaces the correction comes from. */
export interface Origin {
  /** The revision that is corrected from now on. */
  readonly revisionId: string;
  /** All that its pixels are taken from. */
  readonly sources: readonly MaskSource[];
  readonly tool: 'majority' | 'staple' | null;
}

/** The mask under correction, and what the comparison does to it; each act is in the journal. */
export interface Draft {
  /** Null until it is read. */
  readonly state: DraftState | null;
  /** Make this mask the lesion, as one undoable take-over. Resolves when it is durable. */
  readonly replace: (mask: RunLengthMask, origin: Origin) => Promise<void>;
  /** Toggle these pixels, which come from these sources. */
  readonly toggle: (region: RunLengthMask, sources: readonly MaskSource[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** The correction screen goes on with it: it is not closed as a revision here. */
  readonly handOver: () => void;
}

export function useDraft(frame: Frame): Draft {
  const { instanceId } = frame;
  const [state, setState] = useState<DraftState | null>(null);
  const store = useMemo(
    () => new DraftStore({ instanceId, frame: frame.frame }, setState),
    [instanceId, frame.frame],
  );
  useEffect(() => {
    store.open().catch(reportError);
    return () => {
      store.close().catch(reportError);
    };
  }, [store]);
  const latest = useRef(store);
  useEffect(() => {
    latest.current = store;
  }, [store]);
  useEffect(
    () =>
      onEvent('app.command', ({ command }) => {
        if (command === 'undo' || command === 'redo') latest.current.travel(command);
      }),
    [],
  );
  return useMemo(
    () => ({
      state,
      replace: (mask, origin) => store.replace(mask, origin),
      toggle: (region, sources) => {
        store.toggle(region, sources);
      },
      undo: () => {
        store.travel('undo');
      },
      redo: () => {
        store.travel('redo');
      },
      handOver: () => {
        store.handOver();
      },
    }),
    [state, store],
  );
}

/** One act after the other, each on the mask that the one before it left. */
class DraftStore {
  private state: DraftState | null = null;
  private last: Promise<void> = Promise.resolve();
  private changed = false;
  private handedOver = false;

  constructor(
    private readonly frame: Frame,
    private readonly show: (state: DraftState) => void,
  ) {}

  open(): Promise<void> {
    return this.then(async () => {
      const { instance, masks, journal } = await call('reading.open', this.frame);
      const drawn = masks.find(({ segment }) => segment === 'lesion');
      const mask = drawn ? decodeMask(drawn.mask) : emptyMask(instance.width, instance.height);
      this.set({ mask, canUndo: journal.canUndo, canRedo: journal.canRedo });
    });
  }

  replace(mask: RunLengthMask, { revisionId, sources, tool }: Origin): Promise<void> {
    return this.then(async () => {
      if (this.state === null) return;
      const delta = xorMasks(this.state.mask, mask);
      if (maskArea(delta) === 0) return;
      const journal = await call('reading.edit', {
        ...this.frame,
        kind: 'take-over',
        tool,
        fromRevisionId: revisionId,
        sources: [...sources],
        changes: [{ segment: 'lesion', mask: encodeMask(delta) }],
      });
      this.changed = true;
      this.set({ mask, canUndo: journal.canUndo, canRedo: journal.canRedo });
    });
  }

  toggle(region: RunLengthMask, sources: readonly MaskSource[]): void {
    this.then(async () => {
      if (this.state === null) return;
      const mask = xorMasks(this.state.mask, region);
      const journal = await call('reading.edit', {
        ...this.frame,
        kind: 'command',
        tool: 'take-region',
        fromRevisionId: null,
        sources: [...sources],
        changes: [{ segment: 'lesion', mask: encodeMask(region) }],
      });
      this.changed = true;
      this.set({ mask, canUndo: journal.canUndo, canRedo: journal.canRedo });
    }).catch(reportError);
  }

  travel(way: 'undo' | 'redo'): void {
    this.then(async () => {
      if (this.state === null) return;
      if (!(way === 'undo' ? this.state.canUndo : this.state.canRedo)) return;
      const { changes, ...journal } = await call(`reading.${way}`, this.frame);
      this.changed = true;
      const mask = lesionAfter(this.state.mask, changes);
      this.set({ mask, canUndo: journal.canUndo, canRedo: journal.canRedo });
    }).catch(reportError);
  }

  handOver(): void {
    this.handedOver = true;
  }

  /** Leaving the picture makes a revision of what was done here. */
  close(): Promise<void> {
    return this.then(async () => {
      if (!this.changed || this.handedOver) return;
      this.changed = false;
      await call('reading.commit', this.frame);
    });
  }

  private set(state: DraftState): void {
    this.state = state;
    this.show(state);
  }

  private then(act: () => Promise<void>): Promise<void> {
    const done = this.last.then(act);
    // A refused act is told by its own promise; the next one starts all the same.
    this.last = done.catch(() => undefined);
    return done;
  }
}

function lesionAfter(mask: RunLengthMask, changes: readonly SegmentMask[]): RunLengthMask {
  const change = changes.find(({ segment }) => segment === 'lesion');
  return change ? xorMasks(mask, decodeMask(change.mask)) : mask;
}
