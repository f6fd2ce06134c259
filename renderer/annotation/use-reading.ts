import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type {
  EditKind,
  Instance,
  MaskSource,
  Proposal,
  SegmentId,
  SegmentMask,
  SegmentProperties,
  SegmentSetting,
} from '../../shared/domain.js';
import {
  decodeMask,
  emptyMask,
  intersectMasks,
  maskArea,
  subtractMasks,
  unionMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import type { MethodOutput } from '../../shared/contract.js';
import type { Mark, MarkChange } from '../../shared/marks.js';
import { call } from '../api.js';
import { useWatched, Watched } from '../ui/watched.js';
import { reportError } from '../report-error.js';
import type { ListedCommand } from '../../shared/mask-command.js';
import type { StageListener } from '../viewport/stage-types.js';
import type { EditQueue, SaveState } from './edit-queue.js';
import type { Restriction } from '../viewport/stage-types.js';
import { queueFor } from './frame-queues.js';
import { restricted } from './guarded-mask.js';
import type { OpenedFrame } from './use-opened-frame.js';
import type { ProposalCut } from './use-proposal.js';

export interface Reading {
  /** The picture with its masks is on the stage. */
  readonly ready: boolean;
  readonly instance: Instance | null;
  /** The proposal stored with the frame when it was opened. */
  readonly stored: Proposal | null;
  /** The masks the frame was opened with. */
  readonly start: readonly SegmentMask[];
  /** What the reader changed of segments other than pixels. */
  readonly segments: ReadonlyMap<SegmentId, SegmentProperties>;
  /** Measures, arrows and notes, by id. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Pin a mark, change it, or with null take it away, as one act of the history. */
  readonly setMark: (id: string, mark: Mark | null) => void;
  readonly setSegment: (segment: SegmentId, properties: SegmentProperties) => void;
  readonly save: Watched<SaveState>;
  readonly onStroke: StageListener['onStroke'];
  /** What can be undone and redone; another object after every change that was written. */
  readonly history: Watched<JournalState>;
  /** Undo or redo until this many steps are in effect. */
  readonly goTo: (position: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly clear: (segment: SegmentId) => void;
  readonly takeOver: (segment: SegmentId, proposal: TakeOver) => void;
  /** Make a command's outcome the segment's mask; `proposal` where pixels of it went into it. */
  readonly applyCommand: (
    segment: SegmentId,
    name: ListedCommand,
    target: RunLengthMask,
    proposal: ProposalCut | null,
  ) => void;
  /** Make what was found over the skin the artefacts' masks, as one act. False: nothing changed. */
  readonly applyArtefacts: (masks: readonly SegmentMask[]) => boolean;
  readonly retrySave: () => void;
  /** End strokes and write what waits. Rejects when that fails. */
  readonly settle: () => Promise<void>;
}

export interface TakeOver {
  readonly proposal: ProposalCut;
  /** All of it in place of what is drawn, as well as what is drawn, or only inside a region. */
  readonly part: 'replace' | 'add' | RunLengthMask;
  /** Where edits may go; null: everywhere. */
  readonly restriction: Restriction | null;
}

/** What an edit is called in the history. */
interface Act {
  readonly kind: EditKind;
  readonly tool: string | null;
  /** For a take-over: the revision taken over. */
  readonly fromRevisionId: string | null;
  /** What its pixels are taken from. */
  readonly sources?: MaskSource[];
}

interface Frame {
  readonly instanceId: string;
  readonly frame: number;
}

/** What belongs to one opened frame; a new one is made for the next. */
interface Session extends Frame {
  readonly queue: EditQueue;
  /** The journal may hold changes that are not in a revision yet. */
  changed: boolean;
  /** The step to go to next, as long as that has not begun. */
  wanted: number | null;
}

type Travelled = MethodOutput<'reading.goTo'>;
type JournalState = Pick<Travelled, 'canUndo' | 'canRedo'>;

const noHistory = { canUndo: false, canRedo: false };

/**
 * Writes every change of an opened frame to the journal, in order. For another frame the component is
 * made anew (by its key), so no state of one frame is left for the next.
 *
 * @param readOnly nothing can be written: what is measured or hidden is so on screen only
 * @param onRefused a change on screen cannot be stored: what is stored is to be shown again
 */
export function useReading(opened: OpenedFrame, readOnly: boolean, onRefused: () => void): Reading {
  const { instanceId, frame, stage, found } = opened;
  const ready = useWatched(opened.opening, ({ kind }) => kind === 'ready');
  const start = useMemo(
    () => found?.masks.filter(({ mask }) => maskArea(decodeMask(mask)) > 0) ?? [],
    [found],
  );
  const [history] = useState(() => new Watched<JournalState>(found?.journal ?? noHistory));
  const [segments, setSegments] = useState<Reading['segments']>(() =>
    withSettings(new Map(), found?.segments ?? []),
  );
  const [marks, setMarks] = useState<Reading['marks']>(
    () => new Map(found?.marks.map((mark) => [mark.id, mark])),
  );
  const [save] = useState(() => new Watched<SaveState>({ kind: 'saved' }));
  const session = useRef<Session | null>(null);

  // A layout effect, as that which lets the hands at the stage: what they draw is written from the
  // first stroke on.
  useLayoutEffect(() => {
    let current = true;
    const at = { instanceId, frame };
    const queue = queueFor(at, {
      onState: (state) => {
        if (current) save.set(state);
      },
      onRefused: (error) => {
        reportError(error);
        if (current) onRefused();
      },
    });
    const changed = found?.journal.canUndo ?? false;
    const mine: Session = { ...at, queue, changed, wanted: null };
    session.current = mine;
    return () => {
      stage.settle();
      current = false;
      session.current = null;
      commit(mine).catch(reportError);
    };
  }, [stage, instanceId, frame, found, save, onRefused]);

  const write = useCallback(
    (act: Act, changes: SegmentMask[]) => {
      const mine = session.current;
      if (mine === null) return;
      mine.changed = true;
      mine.queue.save(async () => {
        const { instanceId, frame } = mine;
        history.set(await call('reading.edit', { instanceId, frame, changes, ...act }));
      });
    },
    [history],
  );

  const setSegment = useCallback(
    (segment: SegmentId, properties: SegmentProperties) => {
      const mine = session.current;
      if (mine === null) return;
      setSegments((before) => withSettings(before, [{ segment, properties }]));
      if (readOnly) return;
      mine.queue.save(async () => {
        const { instanceId, frame } = mine;
        history.set(await call('reading.setSegment', { instanceId, frame, segment, properties }));
      });
    },
    [history, readOnly],
  );

  const setMark = useCallback(
    (id: string, mark: Mark | null) => {
      const mine = session.current;
      if (mine === null) return;
      setMarks((before) => withMarks(before, [{ id, mark }]));
      if (readOnly) return;
      mine.queue.save(async () => {
        const { instanceId, frame } = mine;
        history.set(await call('reading.setMark', { instanceId, frame, id, mark }));
      });
    },
    [history, readOnly],
  );

  /** Change segments into masks as one undoable act. False: they were so already. */
  const becomeAll = useCallback(
    (targets: readonly (readonly [SegmentId, RunLengthMask])[], act: Act): boolean => {
      stage.settle();
      const changes = targets.flatMap((target) => stage.changeTo(...target) ?? []);
      if (changes.length === 0) return false;
      stage.apply(changes);
      write(act, changes);
      return true;
    },
    [stage, write],
  );
  const become = useCallback(
    (segment: SegmentId, target: RunLengthMask, act: Act): void => {
      becomeAll([[segment, target]], act);
    },
    [becomeAll],
  );

  const travel = useCallback(
    (act: (mine: Session) => Promise<Travelled>) => {
      const mine = session.current;
      // From the menu while the next frame is being opened: it is not meant for this one.
      if (mine === null || stage.gone) return;
      stage.settle();
      mine.changed = true;
      mine.queue
        .afterEdits(() => act(mine))
        .then((result) => {
          if (session.current !== mine) return;
          // A stroke begun meanwhile ends first: its change is taken against what it was drawn on.
          stage.settle();
          stage.apply(result.changes);
          setSegments((before) => withSettings(before, result.segments));
          setMarks((before) => withMarks(before, result.marks));
          history.set(result);
        })
        .catch(reportError);
    },
    [stage, history],
  );

  return {
    ready,
    instance: found?.instance ?? null,
    stored: found?.proposal ?? null,
    start,
    segments,
    setSegment,
    marks,
    setMark,
    save,
    onStroke: useCallback(
      (change, tool) => {
        write({ kind: 'stroke', tool, fromRevisionId: null }, [change]);
      },
      [write],
    ),
    history,
    goTo: useCallback(
      (position) => {
        const mine = session.current;
        if (mine === null) return;
        const queued = mine.wanted !== null;
        mine.wanted = position;
        // While a slider is pulled, only the newest position waits.
        if (queued) return;
        travel(({ instanceId, frame }) => {
          const goingTo = mine.wanted ?? position;
          mine.wanted = null;
          return call('reading.goTo', { instanceId, frame, position: goingTo });
        });
      },
      [travel],
    ),
    undo: useCallback(() => {
      travel(({ instanceId, frame }) => call('reading.undo', { instanceId, frame }));
    }, [travel]),
    redo: useCallback(() => {
      travel(({ instanceId, frame }) => call('reading.redo', { instanceId, frame }));
    }, [travel]),
    clear: useCallback(
      (segment) => {
        const mask = stage.mask(segment) ?? null;
        if (mask === null) return;
        const act = { kind: 'clear', tool: null, fromRevisionId: null } as const;
        become(segment, emptyMask(mask.width, mask.height), act);
      },
      [stage, become],
    ),
    takeOver: useCallback(
      (segment, { proposal, part, restriction }) => {
        const mine = stage.mask(segment) ?? null;
        if (mine === null) return;
        const tool = typeof part === 'string' ? null : 'lasso';
        const { revisionId: fromRevisionId, mask } = proposal;
        const sources = sourcesOf(proposal);
        const act = { kind: 'take-over', tool, fromRevisionId, sources } as const;
        const target = takenOver(mine, mask, part);
        become(segment, restricted(stage, segment, target, restriction), act);
      },
      [stage, become],
    ),
    applyCommand: useCallback(
      (segment, name, target, proposal) => {
        const sources = proposal === null ? [] : sourcesOf(proposal);
        become(segment, target, { kind: 'command', tool: name, fromRevisionId: null, sources });
      },
      [become],
    ),
    applyArtefacts: useCallback(
      (masks) =>
        becomeAll(
          masks.map(({ segment, mask }) => [segment, decodeMask(mask)]),
          { kind: 'command', tool: 'find-artefacts', fromRevisionId: null },
        ),
      [becomeAll],
    ),
    retrySave: useCallback(() => {
      session.current?.queue.retry();
    }, []),
    settle: useCallback(async () => {
      stage.settle();
      await session.current?.queue.settled();
    }, [stage]),
  };
}

function withSettings(
  before: Reading['segments'],
  settings: readonly SegmentSetting[],
): Reading['segments'] {
  // The same map says that nothing is to be drawn again.
  if (settings.length === 0) return before;
  return new Map([
    ...before,
    ...settings.map(({ segment, properties }) => [segment, properties] as const),
  ]);
}

function withMarks(before: Reading['marks'], changes: readonly MarkChange[]): Reading['marks'] {
  if (changes.length === 0) return before;
  const next = new Map(before);
  for (const { id, mark } of changes) {
    next.delete(id);
    if (mark !== null) next.set(id, mark);
  }
  return next;
}

function sourcesOf({ revisionId, threshold }: ProposalCut): MaskSource[] {
  return [{ revisionId, threshold }];
}

function takenOver(
  mine: RunLengthMask,
  proposal: RunLengthMask,
  part: TakeOver['part'],
): RunLengthMask {
  if (part === 'replace') return proposal;
  if (part === 'add') return unionMasks(mine, proposal);
  return unionMasks(subtractMasks(mine, part), intersectMasks(proposal, part));
}

/** After all that was drawn, however long that takes to be written. */
async function commit({ changed, queue, instanceId, frame }: Session): Promise<void> {
  if (changed) await queue.afterEdits(() => call('reading.commit', { instanceId, frame }));
}
