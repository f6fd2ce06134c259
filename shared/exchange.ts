import { z } from 'zod';
import {
  dataSplit,
  exportReceipt,
  identifier,
  metadataColumns,
  sha256,
  type ExportFormat,
} from './domain.js';

/** What comes into a library and leaves it, as windows and command line speak of it. */

/** Where pictures come from and under which licence, as stated by who imports them. */
export const importSource = z.object({
  statement: z.string().trim().min(1).max(500),
  licence: z.string().trim().max(200),
});

/** Rows of a table that are shown before it is used. */
export const previewRows = 5;

/** What was chosen to be imported and has not begun. */
export const importDraft = z.object({
  id: identifier,
  /** Names of the chosen files and folders, without their paths. */
  names: z.array(z.string()),
  table: z
    .object({
      fileName: z.string(),
      columns: z.array(z.string()),
      /** The first few rows, by column. */
      rows: z.array(z.record(z.string(), z.string())),
      rowCount: z.int().nonnegative(),
      suggested: metadataColumns,
    })
    .nullable(),
});
export type ImportDraft = z.infer<typeof importDraft>;

export const stratifications = ['diagnosis', 'site', 'none'] as const;

/** How the pictures of a snapshot come into its parts. */
export const splitting = z.discriminatedUnion('method', [
  /** As the tables state that were imported. */
  z.object({ method: z.literal('stated') }),
  z.object({
    method: z.literal('drawn'),
    /** Shares; they sum to 1. */
    fractions: z
      .object({ train: z.number().min(0), val: z.number().min(0), test: z.number().min(0) })
      .refine(({ train, val, test }) => Math.abs(train + val + test - 1) < 1e-9),
    seed: z.int().min(0).max(999_999_999),
    /** What has the same shares in every part. */
    stratifyBy: z.enum(stratifications),
  }),
]);
export type Splitting = z.infer<typeof splitting>;

export const snapshotPlan = z.object({
  splitting,
  /** Take pictures along whose only mask is an imported one. */
  references: z.boolean(),
  /** Names of pictures, with or without ending, or ids of instances. */
  leaveOut: z.array(z.string().min(1).max(500)).max(10_000),
});
export type SnapshotPlan = z.infer<typeof snapshotPlan>;

const splitCounts = z.object({ train: z.int(), val: z.int(), test: z.int() });

const leakSide = z.object({ name: z.string(), split: dataSplit });

/** Two names of pictures that must not be in different splits, and are. */
export const leak = z.object({
  kind: z.enum(['same-picture', 'same-lesion', 'same-patient', 'alike']),
  a: leakSide,
  b: leakSide,
});
export type Leak = z.infer<typeof leak>;

/** What a snapshot would hold. Where there are leaks none is made. */
export const snapshotTrial = z.object({
  samples: z.int(),
  counts: splitCounts,
  groups: z.int(),
  heldBack: z.int(),
  /** Pairs of pictures that are alike, whatever their splits. */
  alike: z.int(),
  leaks: z.array(leak),
});
export type SnapshotTrial = z.infer<typeof snapshotTrial>;

/** What is not as it was when a snapshot was made. */
export const snapshotProblem = z.object({
  kind: z.enum([
    'manifest-altered',
    'sample-altered',
    'sample-missing',
    'mask-altered',
    'mask-missing',
    'band-altered',
    'band-missing',
    'original-altered',
  ]),
  /** The sample's name in exports; null for the manifest. */
  sample: z.string().nullable(),
  /** Of a mask. */
  segment: z.string().nullable(),
});
export type SnapshotProblem = z.infer<typeof snapshotProblem>;

export const snapshotSummary = z.object({
  name: z.string(),
  manifestSha256: sha256,
  createdAtMs: z.int(),
  counts: splitCounts,
});
export type SnapshotSummary = z.infer<typeof snapshotSummary>;

/**
 * Which samples an export takes. With `unreviewed` also what the gate let pass and nobody has read: to
 * be trained on at most, so it has the split `train`, and no snapshot ever holds it.
 */
export const exportSelection = z.discriminatedUnion('kind', [
  /** Every corrected picture. With `references` also those with an imported mask only. */
  z.object({
    kind: z.literal('all'),
    references: z.boolean(),
    unreviewed: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('pictures'),
    instanceIds: z.array(identifier).min(1).readonly(),
    unreviewed: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('snapshot'), name: z.string() }),
  /** Of all, what is new or was corrected since a snapshot. */
  z.object({
    kind: z.literal('since'),
    name: z.string(),
    references: z.boolean(),
    unreviewed: z.boolean().optional(),
  }),
]);
export type ExportSelection = z.infer<typeof exportSelection>;

/** These layouts are read back by their own annotations, which would make a truth of any mask. */
export function canMarkUnreviewed(format: ExportFormat): boolean {
  return format !== 'coco' && format !== 'webdataset';
}

/** A DICOM segmentation names what is there; it has no region that is neither lesion nor skin. */
export function canIgnoreDisagreement(format: ExportFormat): boolean {
  return format !== 'dicom-seg';
}

/** What an export would write. */
export const exportTrial = z.object({
  samples: z.int(),
  masks: z.int(),
  /** Of the samples, those whose masks are a model's and nobody has read. */
  unreviewed: z.int(),
  counts: splitCounts.nullable(),
  heldBack: exportReceipt.shape.heldBack,
  withdrawn: exportReceipt.shape.withdrawn,
});
export type ExportTrial = z.infer<typeof exportTrial>;
