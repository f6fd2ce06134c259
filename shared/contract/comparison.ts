import { z } from 'zod';
import { blindedAnswer, blindedResults, blindedSummary, mostBlinded } from '../blinded.js';
import { rowFilter } from '../comparison/row-filter.js';
import { encodedMask, identifier, reportedModel, setRow, setRunSummary } from '../domain.js';
import { errorCodes } from '../errors.js';
import { method, nothing } from './method.js';

/** Models over a set of pictures, and masks judged blind. */
export const comparisonMethods = {
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
};
