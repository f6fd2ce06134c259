import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  modelReference,
  revision as revisionSchema,
  segmentId,
  type ModelReference,
  type Revision,
  type SegmentMask,
} from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import { emptyMask, encodeMask, maskArea } from '../../shared/labelmap.js';
import type { Audit } from './audit.js';
import type { BoundValue, Database } from './database.js';
import type { Instances } from './instances.js';
import { beginOf, type ReadingReference } from './journal-rows.js';
import {
  insertRevisionSources,
  readRevisionSources,
  thresholdsOf,
  type RevisionSources,
} from './revision-sources.js';
import {
  decodeForFrame,
  intactMask,
  sha256Of,
  storedMaskRow,
  type SuppliedMask,
} from './stored-mask.js';

/** A segmentation to be kept. Its masks are of the picture's native, upright size. */
export interface NewRevision {
  instanceId: string;
  frame: number;
  parentId: string | null;
  source: Revision['source'];
  model: ModelReference | null;
  reader: string | null;
  runId: string | null;
  /** Up to which journal record a reader's revision holds the reader's edits. */
  journalSequence: number | null;
  /** What its pixels were taken from, each once; absent where there is nothing. */
  sources?: RevisionSources;
  masks: readonly SuppliedMask[];
}

const columns = `r.id, r.instance_id AS instanceId, r.frame, r.parent_id AS parentId, r.source,
  r.model_id AS modelId, r.model_version AS modelVersion, r.model_sha256 AS modelSha256, r.reader,
  r.run_id AS runId, r.created_at_ms AS createdAtMs, o.layout, s.statement`;

const origins = `LEFT JOIN revision_origins o ON o.revision_id = r.id
  LEFT JOIN sources s ON s.id = o.source_id`;

const revisionRow = revisionSchema
  .omit({ model: true, areaPx: true, imported: true, sources: true, sourceThresholds: true })
  .extend({
    layout: z.string().nullable(),
    statement: z.string().nullable(),
    modelId: z.string().nullable(),
    modelVersion: z.string().nullable(),
    modelSha256: modelReference.shape.sha256.nullable(),
  });
type RevisionRow = z.infer<typeof revisionRow>;

const areaRow = z.object({ segment: segmentId, areaPx: z.int() });

/** Segmentations, inserted once and never changed. */
export class Revisions {
  readonly #database: Database;
  readonly #instances: Instances;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, instances: Instances, audit: Audit, now: () => number) {
    this.#database = database;
    this.#instances = instances;
    this.#audit = audit;
    this.#now = now;
  }

  /** @throws AppError `bad-input` for a mask of another size or a frame the picture has not. */
  insert(revision: NewRevision): Revision {
    const instance = this.#instances.get(revision.instanceId);
    requireFrame(instance, revision.frame);
    const masks = decodeForFrame(revision.masks, instance);
    const id = randomUUID();
    const { sources = [] } = revision;
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO revisions (id, instance_id, frame, parent_id, source, model_id, model_version,
           model_sha256, reader, run_id, journal_sequence, created_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          id,
          revision.instanceId,
          revision.frame,
          revision.parentId,
          revision.source,
          revision.model?.id ?? null,
          revision.model?.version ?? null,
          revision.model?.sha256 ?? null,
          revision.reader,
          revision.runId,
          revision.journalSequence,
          this.#now(),
        ],
      );
      insertRevisionSources(this.#database, id, sources);
      for (const { segment, mask } of revision.masks) {
        const decoded = masks.get(segment);
        this.#database.run(
          `INSERT INTO revision_masks (revision_id, segment, mask, mask_sha256, area_px)
           VALUES (?, ?, ?, ?, ?)`,
          [id, segment, mask, sha256Of(mask), decoded ? maskArea(decoded) : 0],
        );
      }
      this.#audit.append({
        actor: actorOf(revision),
        action: 'revision.made',
        subject: id,
        facts: {
          instanceId: revision.instanceId,
          frame: revision.frame,
          parentId: revision.parentId,
          sources: sources.map((source) => source.id),
          thresholds: thresholdsOf(sources),
          masks: Object.fromEntries(
            revision.masks.map(({ segment, mask }) => [segment, sha256Of(mask)]),
          ),
        },
      });
    });
    return this.get(id);
  }

  /** @throws AppError `not-found`. */
  get(id: string): Revision {
    const row = this.#find('r.id = ?', [id]);
    if (row) return row;
    throw new AppError(
      'not-found',
      `There is no segmentation ${id} in this library. Open the picture again.`,
    );
  }

  /** The newest revision of a frame from this source, or null. */
  latest(instanceId: string, frame: number, source: Revision['source']): Revision | null {
    return this.#find(
      'r.instance_id = ? AND r.frame = ? AND r.source = ? ORDER BY r.sequence DESC LIMIT 1',
      [instanceId, frame, source],
    );
  }

  /** The newest revision made of a reading's journal, and the record it reaches; or null. */
  checkpoint(at: ReadingReference): { id: string; journalSequence: number } | null {
    return this.#database.get(
      z.object({ id: z.string(), journalSequence: z.int() }),
      `SELECT id, journal_sequence AS journalSequence FROM revisions
       WHERE instance_id = ? AND source = 'reader' AND frame = ? AND reader = ?
         AND journal_sequence > ?
       ORDER BY sequence DESC LIMIT 1`,
      [at.instanceId, at.frame, at.reader, beginOf(this.#database, at)],
    );
  }

  /** All revisions of an instance, oldest first. */
  list(instanceId: string): Revision[] {
    return this.#database
      .all(
        revisionRow,
        `SELECT ${columns} FROM revisions r ${origins} WHERE r.instance_id = ? ORDER BY r.sequence`,
        [instanceId],
      )
      .map((row) => this.#complete(row));
  }

  /** The frames of an instance that hold a reader's revision, in order. */
  correctedFrames(instanceId: string): number[] {
    return this.#database
      .all(
        z.object({ frame: z.int() }),
        `SELECT DISTINCT frame FROM revisions WHERE instance_id = ? AND source = 'reader'
         ORDER BY frame`,
        [instanceId],
      )
      .map(({ frame }) => frame);
  }

  /** Ids of the instances that hold a reader's revision, in the order of their import; no trash. */
  correctedInstances(): string[] {
    return this.#database
      .all(
        z.object({ id: z.string() }),
        `SELECT i.id FROM instances i WHERE i.trashed_at_ms IS NULL AND EXISTS (SELECT 1
           FROM revisions r WHERE r.instance_id = i.id AND r.source = 'reader')
         ORDER BY i.sequence`,
      )
      .map(({ id }) => id);
  }

  /** A revision and what it corrects, and so on: newest first. @throws AppError `not-found`. */
  lineage(id: string): Revision[] {
    const chain = [this.get(id)];
    for (let parentId = chain[0]?.parentId ?? null; parentId !== null;) {
      const parent = this.get(parentId);
      chain.push(parent);
      parentId = parent.parentId;
    }
    return chain;
  }

  /** Encoded masks of a revision. @throws AppError `library-damaged` when one was altered. */
  masks(id: string): SegmentMask[] {
    return this.#database
      .all(
        storedMaskRow,
        `SELECT segment, mask, mask_sha256 AS maskSha256 FROM revision_masks
         WHERE revision_id = ? ORDER BY segment`,
        [id],
      )
      .map(intactMask);
  }

  /** sha256 of the encoded masks of a revision. */
  hashes(id: string): { segment: SegmentMask['segment']; sha256: string }[] {
    return this.#database.all(
      z.object({ segment: segmentId, sha256: z.string() }),
      `SELECT segment, mask_sha256 AS sha256 FROM revision_masks WHERE revision_id = ?
       ORDER BY segment`,
      [id],
    );
  }

  /**
   * The encoded mask of the lesion at the picture's size. It is empty where a revision holds other
   * segments only: whoever kept it left no lesion. @throws AppError `not-found`, `library-damaged`
   */
  lesionMask(id: string): SegmentMask['mask'] {
    return this.segmentMask(id, 'lesion');
  }

  /** As `lesionMask`, of any segment; empty where the revision does not hold it. */
  segmentMask(id: string, segment: SegmentMask['segment']): SegmentMask['mask'] {
    const { instanceId } = this.get(id);
    const held = this.masks(id).find((each) => each.segment === segment);
    if (held) return held.mask;
    const { width, height } = this.#instances.get(instanceId);
    return encodeMask(emptyMask(width, height));
  }

  #find(where: string, parameters: readonly BoundValue[]): Revision | null {
    const row = this.#database.get(
      revisionRow,
      `SELECT ${columns} FROM revisions r ${origins} WHERE ${where}`,
      parameters,
    );
    return row && this.#complete(row);
  }

  #complete({
    modelId,
    modelVersion,
    modelSha256,
    layout,
    statement,
    ...row
  }: RevisionRow): Revision {
    const areas = this.#database.all(
      areaRow,
      'SELECT segment, area_px AS areaPx FROM revision_masks WHERE revision_id = ?',
      [row.id],
    );
    const sources = readRevisionSources(this.#database, row.id);
    return {
      ...row,
      sources: sources.map(({ id }) => id),
      sourceThresholds: thresholdsOf(sources),
      model:
        modelId === null || modelVersion === null || modelSha256 === null
          ? null
          : { id: modelId, version: modelVersion, sha256: modelSha256 },
      imported: layout === null ? null : { layout, statement },
      areaPx: Object.fromEntries(areas.map(({ segment, areaPx }) => [segment, areaPx])),
    };
  }
}

function actorOf({ reader, model }: NewRevision): string {
  if (reader !== null) return `reader ${reader}`;
  return model === null ? 'application' : `model ${model.id} ${model.version}`;
}

/** @throws AppError `bad-input` for a frame the picture has not. */
export function requireFrame(instance: { id: string; frames: number }, frame: number): void {
  if (Number.isInteger(frame) && frame >= 0 && frame < instance.frames) return;
  throw new AppError(
    'bad-input',
    `Picture ${instance.id} has ${String(instance.frames)} frames, none numbered ${String(frame)} ` +
      '(from 0). Choose another frame.',
  );
}
