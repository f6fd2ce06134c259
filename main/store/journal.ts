import type {
  EditKind,
  MaskSource,
  Revision,
  SegmentId,
  SegmentMask,
  SegmentSetting,
} from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { Mark, MarkChange } from '../../shared/marks.js';
import { redoTarget, undoTarget } from '../../shared/history.js';
import type { Database } from './database.js';
import type { Instances } from './instances.js';
import {
  appendRecord,
  readChanges,
  readingsWithRecords,
  toggled,
  type FrameReference,
  type JournalRow,
  type ReadingReference,
} from './journal-rows.js';
import { readSteps, type FrameSteps } from './journal-steps.js';
import {
  insertMarkStep,
  markAct,
  readMarkStep,
  requireOnPicture,
  withMark,
} from './journal-marks.js';
import {
  insertSegmentChange,
  propertiesOf,
  readSegmentChange,
  settingsOf,
} from './journal-segments.js';
import { insertSources, requireSources } from './journal-sources.js';
import { encodeMasks, loadReading, stateOf, type JournalState, type Reading } from './reading.js';
import { advanced, isKept, originOf, type RecordEffect } from './reading-changes.js';
import { requireFrame, type Revisions } from './revisions.js';
import { decodeForFrame, type FrameMasks, type SuppliedMask } from './stored-mask.js';

export interface Edit extends FrameReference {
  kind: EditKind;
  /** The tool or command it was made with, for the history shown to the reader. */
  tool?: string | null;
  /** Toggled pixels, one change a segment. */
  changes: readonly SuppliedMask[];
  /** For a take-over: the revision taken over. Null otherwise. */
  fromRevisionId: string | null;
  /** What its pixels are taken from; the one taken over may be among them. */
  sources?: readonly MaskSource[];
}

/** What an undo or redo did. */
type Travelled = JournalState & {
  changes: SegmentMask[];
  segments: SegmentSetting[];
  marks: MarkChange[];
};

/** Readings kept in memory: the one at work and those the reader goes back and forth between. */
const readingsKept = 4;

/**
 * The append-only journal of the readers' acts: undo, autosave and crash recovery in one. Each
 * reader of a frame has an own history, own masks and own marks, and none sees another's. Every
 * method that writes is durable when it returns.
 */
export class Journal {
  readonly #database: Database;
  readonly #instances: Instances;
  readonly #revisions: Revisions;
  readonly #now: () => number;
  readonly #kept = new Map<string, Reading>();

  constructor(database: Database, instances: Instances, revisions: Revisions, now: () => number) {
    this.#database = database;
    this.#instances = instances;
    this.#revisions = revisions;
    this.#now = now;
  }

  /** The reader's current masks of the frame, native and upright, and what can be undone. */
  open(
    frame: FrameReference,
    reader: string,
  ): {
    masks: SegmentMask[];
    segments: SegmentSetting[];
    marks: Mark[];
    journal: JournalState;
  } {
    requireFrame(this.#instances.get(frame.instanceId), frame.frame);
    const at = { ...frame, reader };
    // Another process may have written since, where this one only reads.
    this.#kept.delete(keyOf(at));
    const reading = this.#reading(at);
    const { masks, segments, marks } = reading;
    return {
      masks: encodeMasks(masks),
      segments: settingsOf(segments),
      marks: [...marks.values()],
      journal: stateOf(reading),
    };
  }

  /** A reader's masks of the frame with every act in effect; not to be changed. */
  masks(at: FrameReference, reader: string): FrameMasks {
    return this.#reading({ ...at, reader }).masks;
  }

  /**
   * Appends an edit. Before a take-over, changes not yet kept become a revision of `reader`.
   * @throws AppError `bad-input` for changes of another size, a take-over of another frame, or a
   * threshold of what is no proposal.
   */
  append(edit: Edit, reader: string): JournalState {
    const at = { instanceId: edit.instanceId, frame: edit.frame, reader };
    const instance = this.#instances.get(edit.instanceId);
    requireFrame(instance, edit.frame);
    const changes = decodeForFrame(edit.changes, instance);
    if (changes.size === 0) throw new AppError('bad-input', 'An edit needs at least one change.');
    requireSources(this.#revisions, edit);
    const { fromRevisionId, sources = [] } = edit;
    const record = { ...this.#record(edit.kind, edit.tool ?? null), fromRevisionId };
    return this.#change(at, () => {
      if (edit.kind === 'take-over') this.#keepAsRevision(at);
      const before = this.#reading(at);
      const sequence = appendRecord(this.#database, at, record, edit.changes);
      insertSources(this.#database, sequence, sources);
      const effect = { masks: changes, sources };
      return this.#advance(at, before, { ...record, sequence }, effect);
    });
  }

  /** Changes how a segment is named and seen. @throws AppError `bad-input` for an unknown frame. */
  setSegment(setting: FrameReference & SegmentSetting, reader: string): JournalState {
    const { segment, properties, instanceId, frame } = setting;
    const at = { instanceId, frame, reader };
    requireFrame(this.#instances.get(at.instanceId), at.frame);
    const record = this.#record('segment', null);
    return this.#change(at, () => {
      const before = this.#reading(at);
      const change = {
        segment,
        before: propertiesOf(before.segments, segment),
        after: properties,
      };
      const sequence = appendRecord(this.#database, at, record, []);
      insertSegmentChange(this.#database, sequence, change);
      const segments = new Map([...before.segments, [segment, properties]]);
      return this.#advance(at, before, { ...record, sequence }, { segments });
    });
  }

  /**
   * Pins a mark to the picture, changes it, or with null takes it away.
   * @throws AppError `bad-input` for a point off the picture, an unknown frame, or nothing to change.
   */
  setMark(change: FrameReference & MarkChange, reader: string): JournalState {
    const { id, mark, instanceId, frame } = change;
    const at = { instanceId, frame, reader };
    const instance = this.#instances.get(at.instanceId);
    requireFrame(instance, at.frame);
    if (mark !== null) requireOnPicture(mark, instance);
    return this.#change(at, () => {
      const before = this.#reading(at);
      const step = { id, before: before.marks.get(id) ?? null, after: mark };
      if (step.before === null && mark === null) {
        throw new AppError('bad-input', 'The mark is not there any more.');
      }
      const record = this.#record('stroke', markAct(step));
      const sequence = appendRecord(this.#database, at, record, []);
      insertMarkStep(this.#database, sequence, step);
      const marks = withMark(before.marks, id, mark);
      return this.#advance(at, before, { ...record, sequence }, { marks });
    });
  }

  /** Takes back the newest edit in effect. @throws AppError `bad-input` when there is none. */
  undo(at: FrameReference, reader: string): Travelled {
    return this.#toggleAgain({ ...at, reader }, 'undo');
  }

  /** Brings back the edit undone last. @throws AppError `bad-input` when there is none. */
  redo(at: FrameReference, reader: string): Travelled {
    return this.#toggleAgain({ ...at, reader }, 'redo');
  }

  /**
   * Keeps what the journal holds as a revision of `reader`. Its parent is what it corrects: the
   * revision taken over since the last one, where that act is in effect, else the reader's last.
   * @returns null when nothing changed since the last revision.
   */
  commit(frame: FrameReference, reader: string): Revision | null {
    const at = { ...frame, reader };
    return this.#change(at, () => this.#keepAsRevision(at));
  }

  /**
   * Keeps every reading that holds changes as a revision of its reader. What was journalled before
   * readers had journals of their own becomes one of `reader`. Returns the revisions made.
   */
  commitAll(reader: string): Revision[] {
    return this.readingsWithRecords().flatMap((at) => this.commit(at, at.reader ?? reader) ?? []);
  }

  /** Readings with records after their newest revision, in the order of their import. */
  readingsWithRecords(): (FrameReference & { reader: string | null })[] {
    return readingsWithRecords(this.#database);
  }

  /** The newest steps of the reader's history of the frame, and which of them are in effect. */
  steps(frame: FrameReference, reader: string, limit: number): FrameSteps {
    requireFrame(this.#instances.get(frame.instanceId), frame.frame);
    const at = { ...frame, reader };
    return readSteps(this.#database, at, this.#reading(at).history, limit);
  }

  /**
   * Undoes or redoes until `position` edits are in effect, wholly or not at all.
   * @throws AppError `bad-input` when the history has fewer edits.
   */
  goTo(frame: FrameReference, reader: string, position: number): Travelled {
    const at = { ...frame, reader };
    return this.#change(at, () => {
      const { history } = this.#reading(at);
      const from = history.undoable.length;
      if (position > from + history.redoable.length) {
        throw new AppError('bad-input', `The history has no step ${String(position)}.`);
      }
      let state = stateOf(this.#reading(at));
      let masks: FrameMasks = new Map();
      const segments = new Map<SegmentId, SegmentSetting>();
      const marks = new Map<string, MarkChange>();
      for (let step = Math.abs(position - from); step > 0; step -= 1) {
        const effect = this.#step(at, position < from ? 'undo' : 'redo');
        ({ state } = effect);
        masks = toggled(masks, effect.masks);
        if (effect.set) segments.set(effect.set.segment, effect.set);
        if (effect.mark) marks.set(effect.mark.id, effect.mark);
      }
      return {
        ...state,
        changes: encodeMasks(masks),
        segments: [...segments.values()],
        marks: [...marks.values()],
      };
    });
  }

  #toggleAgain(at: ReadingReference, kind: 'undo' | 'redo'): Travelled {
    const { state, masks, set, mark } = this.#change(at, () => this.#step(at, kind));
    return {
      ...state,
      changes: encodeMasks(masks),
      segments: set ? [set] : [],
      marks: mark ? [mark] : [],
    };
  }

  /** One undo or redo. Call inside a transaction. */
  #step(
    at: ReadingReference,
    kind: 'undo' | 'redo',
  ): {
    state: JournalState;
    masks: FrameMasks;
    set: SegmentSetting | null;
    mark: MarkChange | null;
  } {
    const before = this.#reading(at);
    const target = kind === 'undo' ? undoTarget(before.history) : redoTarget(before.history);
    if (target === null) throw new AppError('bad-input', `There is nothing to ${kind}.`);
    const masks = readChanges(this.#database, target);
    const change = readSegmentChange(this.#database, target);
    const set = change && {
      segment: change.segment,
      properties: kind === 'undo' ? change.before : change.after,
    };
    const segments = set
      ? new Map([...before.segments, [set.segment, set.properties] as const])
      : before.segments;
    const step = readMarkStep(this.#database, target);
    const mark = step && { id: step.id, mark: kind === 'undo' ? step.before : step.after };
    const marks = mark ? withMark(before.marks, mark.id, mark.mark) : before.marks;
    const record = { ...this.#record(kind, null), target };
    const sequence = appendRecord(this.#database, at, record, []);
    const effect = { masks, segments, marks };
    const state = this.#advance(at, before, { ...record, sequence }, effect);
    return { state, masks, set, mark };
  }

  /** What is kept in memory may be ahead of the rows after a failure, so it is dropped then. */
  #change<Result>(at: ReadingReference, act: () => Result): Result {
    try {
      return this.#database.transaction(act);
    } catch (thrown) {
      this.#kept.delete(keyOf(at));
      throw thrown;
    }
  }

  #advance(
    at: ReadingReference,
    before: Reading,
    row: JournalRow,
    effect: RecordEffect,
  ): JournalState {
    return stateOf(this.#keep(at, advanced(before, row, effect)));
  }

  #keepAsRevision(at: ReadingReference): Revision | null {
    const reading = this.#reading(at);
    if (isKept(reading)) return null;
    const { masks, history } = reading;
    const revision = this.#revisions.insert({
      instanceId: at.instanceId,
      frame: at.frame,
      source: 'reader',
      model: null,
      reader: at.reader,
      runId: null,
      journalSequence: reading.lastSequence,
      ...originOf(reading),
      masks: encodeMasks(masks),
    });
    const kept = { revisionId: revision.id, masks, history };
    this.#keep(at, { ...reading, checkpoint: kept, takeOvers: new Map(), sources: new Map() });
    return revision;
  }

  #record(kind: JournalRow['kind'], tool: string | null): Omit<JournalRow, 'sequence'> {
    return { kind, tool, target: null, fromRevisionId: null, atMs: this.#now() };
  }

  #reading(at: ReadingReference): Reading {
    return (
      this.#kept.get(keyOf(at)) ?? this.#keep(at, loadReading(this.#database, this.#revisions, at))
    );
  }

  #keep(at: ReadingReference, reading: Reading): Reading {
    const key = keyOf(at);
    this.#kept.delete(key);
    this.#kept.set(key, reading);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > readingsKept && !oldest.done) this.#kept.delete(oldest.value);
    return reading;
  }
}

function keyOf({ instanceId, frame, reader }: ReadingReference): string {
  return `${instanceId}/${String(frame)}/${reader}`;
}
