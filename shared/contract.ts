import { z } from 'zod';
import {
  editKind,
  encodedMask,
  exportFormat,
  exportReceipt,
  historyStep,
  identifier,
  importProgress,
  inferenceStatus,
  instance,
  instanceSummary,
  metadataColumns,
  modelSummary,
  pictureFacts,
  probabilityMap,
  interval,
  readOnlyCause,
  reportedModel,
  runStage,
  setRow,
  setRunSummary,
  proposal,
  readingStatus,
  revision,
  segmentMask,
  segmentSetting,
  settings,
} from './domain.js';
import { abcdRecord, confirmedScores, draftScores } from './abcd/scores.js';
import {
  exportSelection,
  exportTrial,
  importDraft,
  importSource,
  leak,
  snapshotPlan,
  snapshotSummary,
  snapshotTrial,
  type ImportDraft,
} from './exchange.js';
import { answer, answers, form, questions } from './form.js';
import { alikePair, identityChange, pairDecision } from './identity.js';
import { labelKind, libraryFilter, librarySort, savedView, tag } from './library-filter.js';
import { mark, markChange } from './marks.js';
import { readingFilter, readingNotes, readingRecord } from './reading-record.js';
import { blindedAnswer, blindedResults, blindedSummary, mostBlinded } from './blinded.js';
import {
  agreementPoint,
  agreementRow,
  reviewAct,
  reviewCase,
  reviewDecision,
  reviewedReading,
  reviewState,
} from './review/review.js';
import { gateSetting, gateStatus, worklist } from './review/worklist.js';
import { rowFilter } from './comparison/row-filter.js';
import { errorCodes, type ErrorCode } from './errors.js';
import { libraryStatistics } from './statistics.js';

/**
 * THE boundary between renderer and main: every method and event, once. Handlers, the renderer's
 * client and the events derive from it. Input is parsed in main; output is typed only, since main
 * is trusted and labelmaps are large.
 */

function method<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output };
}

const nothing = z.object({});
const someIds = z.array(identifier).min(1);
const identitySelection = z.object({ what: z.enum(['patient', 'lesion']), instanceIds: someIds });
const searchProgress = z.object({ done: z.int(), total: z.int(), running: z.boolean() });
const frameReference = z.object({ instanceId: identifier, frame: z.int().nonnegative() });

/** State of the journal after a change: what can be undone, and when it was made durable. */
const journalState = z.object({
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  savedAtMs: z.int().nonnegative(),
});

/** Pixels that changed, as run-length masks of toggled pixels: applying one twice restores. */
const changes = z.array(segmentMask);

/** What an undo or redo did to pixels, segments and marks. */
const travelled = journalState.extend({
  changes,
  segments: z.array(segmentSetting),
  marks: z.array(markChange),
});

export const methods = {
  'app.info': method(
    nothing,
    z.object({
      version: z.string(),
      electron: z.string(),
      libraryName: z.string(),
      readOnly: z.boolean(),
      /** Why the library is read-only; null when it is not. */
      readOnlyReason: z.string().nullable(),
      readOnlyCause: readOnlyCause.nullable(),
    }),
  ),
  'library.list': method(
    libraryFilter.extend({
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
      sort: librarySort,
    }),
    z.object({
      total: z.int(),
      counts: z.record(readingStatus, z.int()),
      /** Of those that match search and status. */
      readingCounts: z.record(readingFilter, z.int()),
      instances: z.array(instanceSummary),
    }),
  ),
  'library.get': method(
    z.object({ instanceId: identifier }),
    z.object({
      instance,
      status: readingStatus,
      facts: pictureFacts,
      tags: z.array(z.string()),
      trashed: z.boolean(),
      /** Attributes of the file, cleaned for display, in the file's order: keyword to value. */
      attributes: z.array(z.object({ keyword: z.string(), value: z.string() })),
      revisions: z.array(revision),
    }),
  ),
  /** Ids of what matches, in the list's order; null: all from the offset on. */
  'library.ids': method(
    libraryFilter.extend({
      offset: z.int().nonnegative().default(0),
      count: z.int().nonnegative().nullable().default(null),
      sort: librarySort,
    }),
    z.object({ ids: z.array(identifier) }),
  ),
  /** Values of a fact, or tags, that begin so: the most frequent first, 100 at most. */
  'library.labels': method(
    z.object({ kind: labelKind, beginning: z.string().max(200).default('') }),
    z.array(z.object({ label: z.string(), count: z.int() })),
  ),
  'library.tag': method(
    z.object({ instanceIds: someIds, add: z.array(tag).max(20), remove: z.array(tag).max(20) }),
    nothing,
  ),
  'library.flag': method(z.object({ instanceIds: someIds, flagged: z.boolean() }), nothing),
  'library.views': method(nothing, z.array(savedView)),
  'library.saveView': method(savedView, nothing),
  'library.removeView': method(z.object({ name: z.string() }), nothing),
  /** Counts over the whole library, for plots. */
  'library.statistics': method(nothing, libraryStatistics),
  /** Makes the patients, or lesions with their patients, of these pictures one. */
  'identity.merge': method(identitySelection, nothing),
  /** Gives these pictures a patient or lesion of their own. */
  'identity.split': method(identitySelection, nothing),
  'identity.changes': method(nothing, z.array(identityChange)),
  'identity.undo': method(z.object({ sequence: z.int() }), nothing),
  /** Looks for pictures that are alike, in the background. */
  'identity.search': method(nothing, nothing),
  'identity.pairs': method(
    nothing,
    z.object({
      total: z.int(),
      undecided: z.int(),
      pairs: z.array(alikePair),
      search: searchProgress,
    }),
  ),
  /** Null takes a decision back. */
  'identity.decide': method(
    z.object({ a: identifier, b: identifier, decision: pairDecision.nullable() }),
    nothing,
  ),
  /** `expired`: those whose retention has ended. */
  'trash.count': method(nothing, z.object({ pictures: z.int(), expired: z.int() })),
  'trash.put': method(z.object({ instanceIds: someIds }), z.object({ moved: z.int() })),
  'trash.restore': method(z.object({ instanceIds: someIds }), z.object({ moved: z.int() })),
  /** Ends what has been in the trash for longer than the retention. */
  'trash.purge': method(nothing, z.object({ purged: z.int(), keptForSnapshots: z.int() })),
  'library.confirmTextFree': method(z.object({ instanceId: identifier }), nothing),
  /**
   * Asks for files, a folder or a table and adds them to a draft, or begins one. Null: the reader
   * cancelled.
   */
  'import.choose': method(
    z.object({ kind: z.enum(['files', 'folder', 'table']), draftId: identifier.nullable() }),
    importDraft.nullable(),
  ),
  'import.start': method(
    z.object({
      draftId: identifier,
      /** Does everything but write. */
      dryRun: z.boolean(),
      /** Which column of the table says what; null: the table is not used. */
      columns: metadataColumns.nullable(),
      source: importSource.nullable(),
    }),
    z.object({ jobId: identifier }),
  ),
  'import.discard': method(z.object({ draftId: identifier }), nothing),
  'import.cancel': method(z.object({ jobId: identifier }), nothing),
  'reading.open': method(
    frameReference,
    z.object({
      instance,
      masks: z.array(segmentMask),
      /** Of the segments of which the reader changed something. */
      segments: z.array(segmentSetting),
      /** Measures, arrows and notes; the one changed last at the end. */
      marks: z.array(mark),
      proposal: proposal.nullable(),
      journal: journalState,
    }),
  ),
  'reading.edit': method(
    frameReference.extend({
      kind: editKind,
      /** The tool or command it was made with, as the texts name it. */
      tool: z
        .string()
        .regex(/^[a-z-]{1,40}$/)
        .nullable()
        .default(null),
      changes: changes.min(1),
      /** For a take-over: the revision taken over. */
      fromRevisionId: identifier.nullable(),
      /** Other revisions whose pixels it is made of, for the lineage. */
      sourceRevisionIds: z.array(identifier).max(40).default([]),
    }),
    journalState,
  ),
  /** What lies over the skin of a frame, found by image processing; nothing is changed by it. */
  'artefacts.find': method(frameReference, z.object({ masks: z.array(segmentMask) })),
  /** Name, colour and the like of a segment, as one act of the same history. */
  'reading.setSegment': method(frameReference.extend(segmentSetting.shape), journalState),
  /** Pin a mark to the picture, change it, or take it away, as one act of the same history. */
  'reading.setMark': method(frameReference.extend(markChange.shape), journalState),
  'reading.undo': method(frameReference, travelled),
  'reading.redo': method(frameReference, travelled),
  /** The newest steps of the frame's history, oldest first; kept across restarts. */
  'reading.history': method(
    frameReference,
    z.object({
      steps: z.array(historyStep),
      /** Older steps that are not listed. */
      earlier: z.int().nonnegative(),
      /** How many steps, those not listed among them, are in effect. */
      position: z.int().nonnegative(),
    }),
  ),
  /** Undo or redo until this many steps are in effect. */
  'reading.goTo': method(frameReference.extend({ position: z.int().nonnegative() }), travelled),
  /** Turn the journal into a revision where it holds changes. Null when nothing changed. */
  'reading.commit': method(frameReference, z.object({ revisionId: identifier.nullable() })),
  /** What the reader at work noted of a frame. */
  'reading.record': method(frameReference, readingRecord),
  'reading.note': method(frameReference.extend({ notes: readingNotes }), readingRecord),
  'reading.answers': method(frameReference, answers),
  /** Null takes an answer back. */
  'reading.answer': method(
    frameReference.extend({ questionId: z.string(), answer: answer.nullable() }),
    answers,
  ),
  /** ABCD scores that the reader at work confirmed of a frame; null before. */
  'reading.abcd': method(frameReference, z.object({ record: abcdRecord.nullable() })),
  'reading.confirmAbcd': method(
    frameReference.extend({ draft: draftScores, confirmed: confirmedScores }),
    abcdRecord,
  ),
  /** The questions that readers answer of each picture. */
  'form.get': method(nothing, form),
  'form.set': method(z.object({ questions }), form),
  /** Adds time at work. */
  'reading.spend': method(frameReference.extend({ ms: z.int().nonnegative() }), readingRecord),
  'reading.submit': method(frameReference, readingRecord),
  'reading.neighbours': method(
    z.object({ instanceId: identifier }),
    z.object({
      previousId: identifier.nullable(),
      nextId: identifier.nullable(),
      nextUnreadId: identifier.nullable(),
      position: z.int(),
      total: z.int(),
    }),
  ),
  'proposal.run': method(frameReference.extend({ modelId: z.string().nullable() }), proposal),
  /**
   * Gives up the runs for this frame that the reader waits for; they reject with `cancelled`. Null:
   * those of all models.
   */
  'proposal.cancel': method(
    frameReference.extend({ modelId: z.string().nullable().default(null) }),
    nothing,
  ),
  'proposal.probability': method(z.object({ runId: identifier }), probabilityMap),
  'proposal.mask': method(z.object({ revisionId: identifier }), z.object({ mask: encodedMask })),
  /** Runs models over pictures in the background; null: over the whole library. */
  'setRun.start': method(
    z.object({
      modelIds: z.array(z.string()).min(1).max(12),
      instanceIds: z.array(identifier).min(1).nullable(),
    }),
    setRunSummary,
  ),
  'setRun.list': method(nothing, z.array(setRunSummary)),
  'setRun.act': method(
    z.object({ id: identifier, act: z.enum(['pause', 'resume', 'cancel']) }),
    nothing,
  ),
  'setRun.results': method(
    z.object({ id: identifier }),
    z.object({
      models: z.array(reportedModel),
      rows: z.array(setRow),
      failures: z.array(
        z.object({
          model: z.string(),
          id: z.string(),
          code: z.enum(errorCodes),
          message: z.string(),
        }),
      ),
    }),
  ),
  /** Asks for a file and writes the report of what the filter leaves. Null: the reader cancelled. */
  'setRun.export': method(
    z.object({ id: identifier, kind: z.enum(['json', 'csv', 'html']), filter: rowFilter }),
    z.object({ file: z.string() }).nullable(),
  ),
  /** Masks of several sources over pictures, their names hidden; null: over the whole library. */
  'blinded.start': method(
    z.object({
      modelIds: z.array(z.string()).max(mostBlinded),
      /** Masks that people made; a picture without one of those asked for is left out. */
      people: z.array(z.enum(['correction', 'truth'])).max(2),
      instanceIds: z.array(identifier).min(1).nullable(),
    }),
    z.object({ reading: blindedSummary, leftOut: z.int().nonnegative() }),
  ),
  'blinded.list': method(nothing, z.array(blindedSummary)),
  /** Where a reading goes on: the first case without a decision, null when all have one. */
  'blinded.next': method(
    z.object({ id: identifier }),
    z.object({ position: z.int().nonnegative().nullable() }),
  ),
  /** One case; its masks in the order of the panes, and nothing that says whose they are. */
  'blinded.case': method(
    z.object({ id: identifier, position: z.int().nonnegative() }),
    z.object({
      instanceId: identifier,
      fileName: z.string(),
      masks: z.array(encodedMask),
      answer: blindedAnswer,
    }),
  ),
  'blinded.answer': method(
    z.object({ id: identifier, position: z.int().nonnegative(), answer: blindedAnswer }),
    nothing,
  ),
  /** Ends a reading and tells the names; from then on answers are final. */
  'blinded.reveal': method(z.object({ id: identifier }), blindedResults),
  'blinded.results': method(z.object({ id: identifier }), blindedResults),
  /** Asks for a file and writes the results. Null: the reader cancelled. */
  'blinded.export': method(
    z.object({ id: identifier, kind: z.enum(['json', 'csv']) }),
    z.object({ file: z.string() }).nullable(),
  ),
  'model.list': method(nothing, z.array(modelSummary)),
  /** Asks for a package, verifies and installs it. Null: the reader cancelled. */
  'model.add': method(
    nothing,
    z.object({ title: z.string(), version: z.string(), isNew: z.boolean() }).nullable(),
  ),
  'inference.status': method(nothing, inferenceStatus),
  'export.try': method(z.object({ selection: exportSelection }), exportTrial),
  /** Asks for a folder and exports into a new one inside it. Null: the reader cancelled. */
  'export.run': method(
    z.object({ selection: exportSelection, format: exportFormat }),
    exportReceipt.nullable(),
  ),
  /** What waits for the reader at work, by the policy of the settings. */
  'worklist.get': method(nothing, worklist),
  'worklist.assign': method(
    z.object({
      /** By name, or so many of those that wait for whoever comes. */
      pictures: z.union([
        z.object({ instanceIds: z.array(identifier).min(1) }),
        z.object({ next: z.int().min(1).max(100_000) }),
      ]),
      readers: z.array(settings.shape.reader).min(1).max(12),
      /** Every picture to every reader, or shared out by turns. */
      how: z.enum(['each', 'share']),
    }),
    nothing,
  ),
  /** Takes pictures back from readers who have not submitted them. */
  'worklist.unassign': method(z.object({ instanceIds: z.array(identifier).min(1) }), nothing),
  /** The gate, and what the calibration of the default model says of what waits for it. */
  'gate.get': method(
    nothing,
    z.object({
      gate: gateStatus.nullable(),
      model: z.object({
        title: z.string(),
        version: z.string(),
        calibrated: z.boolean(),
        metrics: z.record(z.string(), interval),
      }),
      /** Proposals for pictures that nobody read and nobody is to read. */
      pictures: z.int(),
      /** Their confidences in equal steps from the lowest to the highest. */
      levels: z.array(z.number()),
    }),
  ),
  /** Opens a gate, or with null closes it. */
  'gate.set': method(z.object({ setting: gateSetting.nullable() }), nothing),
  'export.cancel': method(nothing, nothing),
  /** Shows the folder of the last export in the system's file manager. */
  'export.reveal': method(nothing, nothing),
  'snapshot.list': method(nothing, z.array(snapshotSummary)),
  'snapshot.get': method(
    z.object({ name: z.string() }),
    z.object({ summary: snapshotSummary, card: z.string() }),
  ),
  'snapshot.try': method(snapshotPlan, snapshotTrial),
  'snapshot.create': method(
    z.object({ name: z.string(), plan: snapshotPlan }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('made'), summary: snapshotSummary }),
      z.object({ kind: z.literal('leaks'), leaks: z.array(leak) }),
    ]),
  ),
  'snapshot.cancel': method(nothing, nothing),
  /** Whether the manifest, its samples and their masks are what they were. */
  'snapshot.verify': method(
    z.object({ name: z.string() }),
    z.object({ problems: z.array(z.string()) }),
  ),
  /** Pictures that were submitted or are to be; with `single` those of one unasked reader too. */
  'review.list': method(z.object({ single: z.boolean() }), z.array(reviewCase)),
  'review.get': method(
    frameReference,
    z.object({
      state: reviewState,
      readings: z.array(reviewedReading),
      awaited: z.int(),
      decisions: z.array(reviewDecision),
      /** The newest revision of the reader at work, which a review may accept; null without one. */
      ownRevisionId: identifier.nullable(),
    }),
  ),
  'review.act': method(frameReference.extend({ act: reviewAct }), nothing),
  /** Makes a submitted mask the one that the reader at work corrects. */
  'review.correct': method(frameReference.extend({ revisionId: identifier }), nothing),
  'review.agreement': method(
    nothing,
    z.object({ rows: z.array(agreementRow), overTime: z.array(agreementPoint) }),
  ),
  /** Names of all who read in this library. */
  'reader.list': method(nothing, z.array(z.string())),
  'settings.get': method(nothing, settings),
  'settings.set': method(settings.partial(), settings),
  /** An error the renderer could not handle, for the log. Text only, no picture names. */
  'log.error': method(z.object({ message: z.string().max(4000) }), nothing),
} as const;

export const events = {
  'import.progress': importProgress,
  'inference.status': inferenceStatus,
  'setRun.progress': setRunSummary,
  'identity.progress': searchProgress,
  /** A run that was asked for by name has begun. */
  'proposal.started': z.object({
    instanceId: identifier,
    frame: z.int(),
    modelId: z.string(),
    /** What the model's last run took; null when it never ran here. */
    expectedMs: z.number().nullable(),
  }),
  /** A run that a reader waits for has begun another part of its work. */
  'proposal.stage': z.object({
    instanceId: identifier,
    frame: z.int(),
    modelId: z.string(),
    stage: runStage,
  }),
  /** Rows changed: lists are to be fetched again. Null when many did. */
  'library.changed': z.object({ instanceId: identifier.nullable() }),
  'export.progress': z.object({ done: z.int(), total: z.int() }),
  'snapshot.progress': z.object({ done: z.int(), total: z.int() }),
  /** The menu or another window asks the renderer to act. */
  'app.command': z.object({
    command: z.enum(['import-files', 'import-folder', 'undo', 'redo', 'about', 'settings']),
  }),
} as const;

export type MethodName = keyof typeof methods;
export type MethodInput<Name extends MethodName> = z.input<(typeof methods)[Name]['input']>;
export type ParsedInput<Name extends MethodName> = z.output<(typeof methods)[Name]['input']>;
export type MethodOutput<Name extends MethodName> = z.output<(typeof methods)[Name]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;

/** What travels back: Electron keeps only an error's message, so the code has its own field. */
export type Reply<Value> =
  { ok: true; value: Value } | { ok: false; code: ErrorCode; message: string };

/** One function a method. A missing handler does not compile. */
export type Handlers = {
  [Name in MethodName]: (
    input: ParsedInput<Name>,
  ) => MethodOutput<Name> | Promise<MethodOutput<Name>>;
};

/** What preload puts on `window.limen`. It knows no method, so it cannot drift from the contract. */
export interface Bridge {
  call(method: string, input: unknown): Promise<Reply<unknown>>;
  on(event: string, listener: (payload: unknown) => void): () => void;
  /** A draft of dropped files: only preload can turn a File into a path, so a page cannot name one. */
  importDropped(files: readonly unknown[]): Promise<Reply<ImportDraft>>;
}
