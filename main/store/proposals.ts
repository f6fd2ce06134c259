import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  modelReference,
  run as runSchema,
  type ModelReference,
  type ProbabilityMap,
  type Proposal,
  type Run,
} from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { Blobs } from './blobs.js';
import type { BoundValue, Database } from './database.js';
import type { Revisions } from './revisions.js';

/** What an inference gave. */
export interface NewProposal extends Omit<Run, 'id' | 'createdAtMs'> {
  /** In model space: uint16 little-endian, value / 65535, row-major. */
  probability: { width: number; height: number; values: Uint8Array };
  /** The lesion at native size, encoded. */
  mask: Uint8Array;
}

/** A model as it proposes: its reference and the threshold it cuts at. */
export type ProposingModel = ModelReference & Pick<Run, 'threshold'>;

const columns = `runs.id, runs.instance_id AS instanceId, runs.frame, runs.model_id AS modelId,
  runs.model_version AS modelVersion, runs.model_sha256 AS modelSha256, runs.provider,
  runs.confidence, runs.threshold, runs.decode_ms AS decodeMs, runs.run_ms AS runMs,
  runs.created_at_ms AS createdAtMs`;

const proposalRow = runSchema
  .omit({ model: true })
  .extend({
    revisionId: z.string(),
    modelId: z.string(),
    modelVersion: z.string(),
    modelSha256: modelReference.shape.sha256,
  })
  .transform(({ revisionId, modelId, modelVersion, modelSha256, ...rest }) => ({
    revisionId,
    run: { ...rest, model: { id: modelId, version: modelVersion, sha256: modelSha256 } },
  }));

const probabilityRow = z.object({
  sha256: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
});

/** Inferences with the revision each gave; the probability map is kept beside the originals. */
export class Proposals {
  readonly #database: Database;
  readonly #blobs: Blobs;
  readonly #revisions: Revisions;
  readonly #now: () => number;
  readonly #proposingModelId: string | null;

  constructor(
    database: Database,
    blobs: Blobs,
    revisions: Revisions,
    now: () => number,
    proposingModelId: string | null,
  ) {
    this.#database = database;
    this.#blobs = blobs;
    this.#revisions = revisions;
    this.#now = now;
    this.#proposingModelId = proposingModelId;
  }

  /** Keeps the probability map, the run and its revision (source `model`). */
  async insert(proposal: NewProposal): Promise<Proposal> {
    const { probability, model } = proposal;
    if (probability.values.length !== 2 * probability.width * probability.height) {
      throw new AppError('bad-input', 'The probability map is not of the size it states.');
    }
    const probabilitySha256 = await this.#blobs.storeBytes(probability.values);
    const id = randomUUID();
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO runs (id, instance_id, frame, model_id, model_version, model_sha256, provider,
           confidence, threshold, decode_ms, run_ms, probability_sha256, probability_width,
           probability_height, created_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          id,
          proposal.instanceId,
          proposal.frame,
          model.id,
          model.version,
          model.sha256,
          proposal.provider,
          proposal.confidence,
          proposal.threshold,
          proposal.decodeMs,
          proposal.runMs,
          probabilitySha256,
          probability.width,
          probability.height,
          this.#now(),
        ],
      );
      this.#revisions.insert({
        instanceId: proposal.instanceId,
        frame: proposal.frame,
        parentId: null,
        source: 'model',
        model,
        reader: null,
        runId: id,
        journalSequence: null,
        masks: [{ segment: 'lesion', mask: proposal.mask }],
      });
    });
    const inserted = this.#find('runs.id = ?', [id]);
    if (inserted) return inserted;
    throw new AppError('internal', `Run ${id} is missing right after it was stored.`);
  }

  /** The newest run of a frame by the model that proposes, else by any; null without one. */
  current(instanceId: string, frame: number): Proposal | null {
    return this.#find(
      `runs.instance_id = ?1 AND runs.frame = ?2
       ORDER BY runs.model_id IS ?3 DESC, runs.sequence DESC LIMIT 1`,
      [instanceId, frame, this.#proposingModelId],
    );
  }

  /**
   * The newest proposal of a frame by a model at its threshold; null without one. The networks
   * alone do not tell models apart: two may share theirs and differ in the threshold.
   */
  latestOf(instanceId: string, frame: number, model: ProposingModel): Proposal | null {
    return this.#find(
      `runs.instance_id = ?1 AND runs.frame = ?2 AND runs.model_id = ?3
         AND runs.model_version = ?4 AND runs.model_sha256 = ?5 AND runs.threshold = ?6
       ORDER BY runs.sequence DESC LIMIT 1`,
      [instanceId, frame, model.id, model.version, model.sha256, model.threshold],
    );
  }

  /** @throws AppError `not-found`. */
  byRun(runId: string): Proposal {
    const found = this.#find('runs.id = ?', [runId]);
    if (found) return found;
    throw new AppError('not-found', `There is no run ${runId} in this library. Segment again.`);
  }

  /** What the newest run of a network took, decoding included; null when it never ran here. */
  lastDurationMs(modelSha256: string): number | null {
    const row = this.#database.get(
      z.object({ ms: z.number() }),
      `SELECT decode_ms + run_ms AS ms FROM runs WHERE model_sha256 = ?
       ORDER BY sequence DESC LIMIT 1`,
      [modelSha256],
    );
    return row?.ms ?? null;
  }

  /** @throws AppError `not-found`, or `library-damaged` when the stored map was altered. */
  async probability(runId: string): Promise<ProbabilityMap> {
    const row = this.#database.get(
      probabilityRow,
      `SELECT probability_sha256 AS sha256, probability_width AS width,
         probability_height AS height FROM runs WHERE id = ?`,
      [runId],
    );
    if (!row) {
      throw new AppError('not-found', `There is no run ${runId} in this library. Segment again.`);
    }
    const values = await this.#blobs.read(row.sha256);
    return { width: row.width, height: row.height, values };
  }

  #find(where: string, parameters: readonly BoundValue[]): Proposal | null {
    const row = this.#database.get(
      proposalRow,
      `SELECT ${columns}, r.id AS revisionId FROM runs JOIN revisions r ON r.run_id = runs.id
       WHERE ${where}`,
      parameters,
    );
    return row && { ...row, mask: this.#revisions.lesionMask(row.revisionId) };
  }
}
