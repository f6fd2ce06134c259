import { z } from 'zod';
import { abcdRecord, confirmedScores, draftScores } from '../abcd/scores.js';
import {
  editKind,
  encodedMask,
  historyStep,
  identifier,
  instance,
  maskSource,
  probabilityMap,
  proposal,
  segmentId,
  segmentMask,
  segmentSetting,
} from '../domain.js';
import { answer, answers, form, questions } from '../form.js';
import { mark, markChange } from '../marks.js';
import { readingNotes, readingRecord } from '../reading-record.js';
import { frameReference, method, nothing } from './method.js';

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

/** One frame being read: its masks and their history, its proposal, and what is noted of it. */
export const readingMethods = {
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
      /** What its pixels are taken from, for the lineage; the one taken over may be among them. */
      sources: z.array(maskSource).max(40).default([]),
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
  'proposal.mask': method(
    z.object({ revisionId: identifier, segment: segmentId.default('lesion') }),
    z.object({ mask: encodedMask }),
  ),
};
