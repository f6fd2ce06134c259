import { z } from 'zod';
import { identifier, interval, settings } from '../domain.js';
import {
  agreementPoint,
  agreementRow,
  reviewAct,
  reviewCase,
  reviewDecision,
  reviewedReading,
  reviewState,
} from '../review/review.js';
import { gateSetting, gateStatus, worklist } from '../review/worklist.js';
import { frameReference, method, nothing } from './method.js';

/** What is read by whom, and what becomes of what was read. */
export const reviewMethods = {
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
    /** Pictures that got a reader they did not have. */
    z.object({ assigned: z.int() }),
  ),
  /** Takes pictures back from readers who have not submitted them. */
  'worklist.unassign': method(
    z.object({ instanceIds: z.array(identifier).min(1) }),
    z.object({ takenBack: z.int() }),
  ),
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
};
