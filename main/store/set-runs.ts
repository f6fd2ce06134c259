import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  modelReference,
  setRunState,
  type ModelReference,
  type SetRunState,
} from '../../shared/domain.js';
import { AppError, errorCodes } from '../../shared/errors.js';
import type { Database } from './database.js';

/** Several models over many pictures, and how far they are. */
export interface SetRun {
  readonly id: string;
  readonly state: SetRunState;
  readonly models: readonly ModelReference[];
  readonly createdAtMs: number;
  readonly pictures: number;
  /** Pictures times models that are done, failed ones included. */
  readonly done: number;
  readonly failed: number;
}

/** What became of one picture with one model. */
export type SetRunResult = { readonly modelId: string; readonly instanceId: string } & (
  | { readonly runId: string; readonly totalMs: number | null; readonly peakRssMb: number | null }
  | { readonly error: AppError }
);

const setRunRow = z.object({
  sequence: z.int(),
  id: z.string(),
  state: setRunState,
  models: z.string().transform((text) => z.array(modelReference).parse(JSON.parse(text))),
  createdAtMs: z.int(),
  pictures: z.int(),
  done: z.int(),
  failed: z.int(),
});

const resultRow = z.object({
  modelId: z.string(),
  instanceId: z.string(),
  runId: z.string().nullable(),
  errorCode: z.enum(errorCodes).nullable(),
  errorMessage: z.string().nullable(),
  totalMs: z.number().nullable(),
  peakRssMb: z.number().nullable(),
});
export type SetRunResultRow = z.infer<typeof resultRow>;

const idRow = z.object({ instanceId: z.string() });

const select = `SELECT s.sequence, s.id, s.state, s.models, s.created_at_ms AS createdAtMs,
  (SELECT count(*) FROM set_run_pictures p WHERE p.set_run = s.sequence) AS pictures,
  (SELECT count(*) FROM set_run_results r WHERE r.set_run = s.sequence) AS done,
  (SELECT count(*) FROM set_run_results r
    WHERE r.set_run = s.sequence AND r.error_code IS NOT NULL) AS failed FROM set_runs s`;

/** Runs over sets; each result is durable when it is recorded, so a killed process goes on there. */
export class SetRuns {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  create(models: readonly ModelReference[], instanceIds: readonly string[]): SetRun {
    const id = randomUUID();
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO set_runs (id, models, state, created_at_ms) VALUES (?, ?, 'running', ?)`,
        [id, JSON.stringify(models), this.#now()],
      );
      const sequence = this.#database.lastSequence();
      for (const [position, instanceId] of instanceIds.entries()) {
        this.#database.run(
          'INSERT INTO set_run_pictures (set_run, position, instance_id) VALUES (?, ?, ?)',
          [sequence, position, instanceId],
        );
      }
    });
    return this.get(id);
  }

  /** Newest first. */
  list(): SetRun[] {
    return this.#database.all(setRunRow, `${select} ORDER BY s.sequence DESC`);
  }

  /** @throws AppError `not-found`. */
  get(id: string): SetRun {
    return this.#row(id);
  }

  setState(id: string, state: SetRunState): void {
    this.#database.run('UPDATE set_runs SET state = ? WHERE id = ?', [state, id]);
  }

  /** What comes next: all pictures of the first model, then of the second; null when all is done. */
  next(id: string): { model: ModelReference; instanceId: string } | null {
    const { sequence, models } = this.#row(id);
    for (const model of models) {
      const found = this.#database.get(
        idRow,
        `SELECT p.instance_id AS instanceId FROM set_run_pictures p WHERE p.set_run = ?1
           AND NOT EXISTS (SELECT 1 FROM set_run_results r WHERE r.set_run = ?1
             AND r.model_id = ?2 AND r.instance_id = p.instance_id)
         ORDER BY p.position LIMIT 1`,
        [sequence, model.id],
      );
      if (found) return { model, instanceId: found.instanceId };
    }
    return null;
  }

  record(id: string, result: SetRunResult): void {
    const failed = 'error' in result;
    this.#database.run(
      `INSERT INTO set_run_results (set_run, model_id, instance_id, run_id, error_code,
         error_message, total_ms, peak_rss_mb) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        this.#row(id).sequence,
        result.modelId,
        result.instanceId,
        failed ? null : result.runId,
        failed ? result.error.code : null,
        failed ? result.error.message : null,
        failed ? null : result.totalMs,
        failed ? null : result.peakRssMb,
      ],
    );
  }

  /** In the order of the pictures. */
  results(id: string): SetRunResultRow[] {
    return this.#database.all(
      resultRow,
      `SELECT r.model_id AS modelId, r.instance_id AS instanceId, r.run_id AS runId,
         r.error_code AS errorCode, r.error_message AS errorMessage, r.total_ms AS totalMs,
         r.peak_rss_mb AS peakRssMb
       FROM set_run_results r JOIN set_run_pictures p
         ON p.set_run = r.set_run AND p.instance_id = r.instance_id
       WHERE r.set_run = ? ORDER BY p.position`,
      [this.#row(id).sequence],
    );
  }

  #row(id: string): z.infer<typeof setRunRow> {
    const row = this.#database.get(setRunRow, `${select} WHERE s.id = ?`, [id]);
    if (row) return row;
    throw new AppError('not-found', `There is no run ${id} over a set. Go back to the list.`);
  }
}
