import { z } from 'zod';
import { exportFormat, exportReceipt, identifier, metadataColumns } from '../domain.js';
import {
  exportSelection,
  exportTrial,
  importDraft,
  importSource,
  leak,
  snapshotPlan,
  snapshotProblem,
  snapshotSummary,
  snapshotTrial,
} from '../exchange.js';
import { method, nothing } from './method.js';

/** Pictures and masks in, snapshots and samples out. */
export const exchangeMethods = {
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
  'export.try': method(z.object({ selection: exportSelection }), exportTrial),
  /** Asks for a folder and exports into a new one inside it. Null: the reader cancelled. */
  'export.run': method(
    z.object({
      selection: exportSelection,
      format: exportFormat,
      /** Where readers differ is to be left out of training and scores, as artefacts are. */
      ignoreDisagreement: z.boolean().optional(),
    }),
    exportReceipt.nullable(),
  ),
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
  /** Ends a try, a creation or a verification. */
  'snapshot.cancel': method(nothing, nothing),
  /** Whether the manifest, its samples and their masks are what they were. */
  'snapshot.verify': method(
    z.object({ name: z.string() }),
    z.object({ problems: z.array(snapshotProblem) }),
  ),
};
