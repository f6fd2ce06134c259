import { z } from 'zod';
import {
  artefactIds,
  dataSplit,
  exportFormat,
  modelReference,
  revisionSource,
  segmentId,
  sha256,
  type Revision,
} from '../../../shared/domain.js';
import { difficulty, type ReadingRecord } from '../../../shared/reading-record.js';
import { confirmedScores, draftScores } from '../../../shared/abcd/scores.js';
import type { KeptScores } from '../abcd-records.js';
import type { AskedAnswer } from '../forms.js';

const file = z.object({ path: z.string(), bytes: z.int().positive(), sha256 });
const pixels = z.int().positive();

/** One revision of a sample's chain. There are no dates in it, only times between revisions. */
const lineageEntry = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  /** Revisions whose pixels it was made of: several for an agreement or regions of each. */
  sources: z.array(z.string()),
  /** Of sources that are proposals: the thresholds their probabilities were cut at. */
  sourceThresholds: z.record(z.string(), z.array(z.number().min(0).max(1))),
  source: revisionSource,
  model: modelReference.nullable(),
  /** `reader-1` ... by first appearance in this export; no names. */
  reader: z.string().nullable(),
  /** Of an imported mask: the layout it came in, and where from as its importer stated. */
  imported: z.object({ layout: z.string(), statement: z.string().nullable() }).nullable(),
  /** Since the parent revision; null without one. */
  msAfterParent: z.int().nullable(),
  /** Foreground pixels of each segment. */
  areaPx: z.partialRecord(segmentId, z.int().nonnegative()),
});

/** What one reader recorded of a sample; comments stay in the library. */
const readingEntry = z.object({
  reader: z.string(),
  submitted: z.boolean(),
  flagged: z.boolean(),
  difficulty: difficulty.nullable(),
  /** Time at work, without what was idle or hidden. */
  spentMs: z.int().nonnegative(),
  /** ABCD scores: the draft, what the reader confirmed, and of which revision; null without. */
  abcd: z
    .object({ draft: draftScores, confirmed: confirmedScores, revisionId: z.string() })
    .nullable(),
  /** Of choices and numbers; texts stay in the library. Labels are null where they are the app's. */
  answers: z.array(
    z.object({
      question: z.string(),
      label: z.string().nullable(),
      answer: z.union([z.string(), z.number()]),
      answerLabel: z.string().nullable(),
    }),
  ),
});

/** manifest.json of an export. */
export const exportManifest = z.object({
  format: z.literal('limen-export/1'),
  layout: exportFormat,
  disclaimer: z.literal('For research use. Not a diagnostic device.'),
  application: z.object({ name: z.literal('Limen'), version: z.string() }),
  snapshot: z.object({ name: z.string(), manifestSha256: sha256 }).nullable(),
  /** The snapshot since which samples are new or corrected. */
  since: z.string().nullable(),
  /**
   * Samples of that snapshot that count no more: a review rejected their masks since, or their
   * picture was put in the trash. Empty in other exports.
   */
  withdrawn: z.array(z.object({ id: z.string(), reason: z.enum(['rejected', 'trashed']) })),
  /** The newest entry of the library's audit log; a log that lacks it was cut. */
  auditHead: z.object({ sequence: z.int().positive(), sha256 }).nullable(),
  /** Where readers differ is to be ignored too. */
  ignoreDisagreement: z.boolean(),
  samples: z.array(
    z.object({
      id: z.string(),
      origin: z.enum(['imported', 'synthetic']),
      width: pixels,
      height: pixels,
      split: dataSplit.nullable(),
      /** What the mask is: a reader's, an imported one, or a model's that nobody has read. */
      standing: z.enum(['read', 'imported', 'model-unreviewed']),
      group: z.string().nullable(),
      /** From 0.1 to 1 (sample-weight.ts). */
      weight: z.number().min(0).max(1),
      image: file.extend({
        /** Of the upright RGB bytes, row-major. */
        pixelSha256: sha256,
      }),
      /**
       * The lesion; null in the layout of ISIC task 2. The file may hold masks of other samples too, as
       * COCO's and the shards do.
       */
      mask: file.extend({ areaPx: z.int().nonnegative() }).nullable(),
      attributes: z.array(file.extend({ segment: segmentId, areaPx: z.int().nonnegative() })),
      /** What is to be left out of training and scores; null: nothing is. */
      ignore: file
        .extend({
          /** Of all kinds together. */
          areaPx: z.int().positive(),
          /** Of the disagreement band in it; 0 where it was not asked for or there is none. */
          disagreementPx: z.int().nonnegative(),
          /** Kinds that have a file, or a place in one, of their own. */
          parts: z.array(file.extend({ segment: z.enum(artefactIds) })),
        })
        .nullable(),
      /** The exported revision first, then what it corrects, and so on. */
      lineage: z.array(lineageEntry).min(1),
      readings: z.array(readingEntry),
    }),
  ),
  /** Those that belong to no single sample. */
  files: z.array(file),
});
export type ExportManifest = z.infer<typeof exportManifest>;
export type ManifestSample = ExportManifest['samples'][number];

/** What a mask that leaves the library is, by where its pixels come from. */
export function standingOf({ source }: Pick<Revision, 'source'>): ManifestSample['standing'] {
  if (source === 'model') return 'model-unreviewed';
  return source === 'reader' ? 'read' : 'imported';
}

/** Gives each reader of an export a number instead of the name. */
export function readerNumbers(): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const number = known.get(name) ?? `reader-${String(known.size + 1)}`;
    known.set(name, number);
    return number;
  };
}

/**
 * @param records of the sample's frame, one a reader
 * @param answered of the same frame, by all readers
 * @param scored of the same frame, one a reader
 */
export function readingEntries(
  records: readonly (ReadingRecord & { reader: string })[],
  answered: readonly AskedAnswer[],
  scored: readonly KeptScores[],
  numberOf: (reader: string) => string,
): ManifestSample['readings'] {
  return records.map(({ reader, submittedAtMs, flagged, difficulty, spentMs }) => ({
    reader: numberOf(reader),
    abcd: scoresOf(scored.find((kept) => kept.reader === reader)),
    answers: answered
      .filter((each) => each.reader === reader && each.question.kind !== 'text')
      .map(({ question, answer }) => ({
        question: question.id,
        label: question.label,
        answer,
        answerLabel: question.options.find(({ id }) => id === answer)?.label ?? null,
      })),
    submitted: submittedAtMs !== null,
    flagged,
    difficulty,
    spentMs,
  }));
}

/** Without reader and date. */
function scoresOf(kept: KeptScores | undefined): ManifestSample['readings'][number]['abcd'] {
  return kept
    ? { draft: kept.draft, confirmed: kept.confirmed, revisionId: kept.revisionId }
    : null;
}

/** @param chain newest first, as Revisions.lineage gives it */
export function lineageEntries(
  chain: readonly Revision[],
  numberOf: (reader: string) => string,
): ManifestSample['lineage'] {
  return chain.map((revision, index) => {
    const parent = chain[index + 1];
    return {
      id: revision.id,
      parentId: revision.parentId,
      sources: revision.sources,
      sourceThresholds: revision.sourceThresholds,
      source: revision.source,
      model: revision.model,
      reader: revision.reader === null ? null : numberOf(revision.reader),
      imported: revision.imported,
      msAfterParent: parent ? revision.createdAtMs - parent.createdAtMs : null,
      areaPx: revision.areaPx,
    };
  });
}
