import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  blindedSource,
  revealedCase,
  type BlindedAnswer,
  type BlindedResults,
  type BlindedSource,
  type BlindedSummary,
  type RevealedCase,
} from '../../shared/blinded.js';
import { blindOrder } from '../../shared/comparison/blind-order.js';
import { AppError } from '../../shared/errors.js';
import type { Database } from './database.js';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z.string().transform((text): z.output<Schema> => schema.parse(JSON.parse(text)));

const readingRow = z.object({
  sequence: z.int(),
  id: z.string(),
  reader: z.string(),
  seed: z.int(),
  sources: json(z.array(blindedSource)),
  createdAtMs: z.int(),
  revealedAtMs: z.int().nullable(),
  cases: z.int(),
  decided: z.int(),
});
type ReadingRow = z.infer<typeof readingRow>;

const caseRow = z.object({
  position: z.int(),
  instanceId: z.string(),
  fileName: z.string(),
  revisions: z
    .string()
    .nullable()
    .pipe(z.union([json(revealedCase.shape.revisions), z.null()])),
  choice: z.string().nullable(),
  ratings: json(revealedCase.shape.ratings),
  answeredAtMs: z.int().nullable(),
});
type CaseRow = z.infer<typeof caseRow>;

/** A case while it is blind, as main knows it. */
export interface BlindedCase {
  readonly instanceId: string;
  readonly fileName: string;
  /** In the order of the panes. */
  readonly sources: readonly BlindedSource[];
  /** What is shown, in the same order; null before it was shown first. */
  readonly revisionIds: readonly string[] | null;
  readonly answer: BlindedAnswer;
}

const selectReading = `SELECT b.sequence, b.id, b.reader, b.seed, b.sources,
  b.created_at_ms AS createdAtMs, b.revealed_at_ms AS revealedAtMs,
  (SELECT count(*) FROM blinded_cases c WHERE c.reading = b.sequence) AS cases,
  (SELECT count(*) FROM blinded_cases c
    WHERE c.reading = b.sequence AND c.choice IS NOT NULL) AS decided FROM blinded_readings b`;

const selectCase = `SELECT c.position, c.instance_id AS instanceId, i.file_name AS fileName,
  c.revisions, c.choice, c.ratings, c.answered_at_ms AS answeredAtMs
  FROM blinded_cases c JOIN instances i ON i.id = c.instance_id WHERE c.reading = ?`;

/** Blinded readings. Each answer is durable when it is given, and final once the names are told. */
export class BlindedReadings {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  create(
    reader: string,
    sources: readonly BlindedSource[],
    instanceIds: readonly string[],
  ): BlindedSummary {
    const id = randomUUID();
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO blinded_readings (id, reader, seed, sources, created_at_ms)
         VALUES (?, ?, ?, ?, ?)`,
        [id, reader, randomInt(2 ** 32), JSON.stringify(sources), this.#now()],
      );
      const sequence = this.#database.lastSequence();
      for (const [position, instanceId] of instanceIds.entries()) {
        this.#database.run(
          'INSERT INTO blinded_cases (reading, position, instance_id) VALUES (?, ?, ?)',
          [sequence, position, instanceId],
        );
      }
    });
    return summaryOf(this.#reading(id));
  }

  /** Newest first. */
  list(): BlindedSummary[] {
    return this.#database
      .all(readingRow, `${selectReading} ORDER BY b.sequence DESC`)
      .map(summaryOf);
  }

  /** The first case without a decision; null when all have one. @throws AppError `not-found`. */
  firstUndecided(id: string): number | null {
    const row = this.#database.get(
      z.object({ position: z.int() }),
      `SELECT position FROM blinded_cases WHERE reading = ? AND choice IS NULL
       ORDER BY position LIMIT 1`,
      [this.#reading(id).sequence],
    );
    return row?.position ?? null;
  }

  /** @throws AppError `not-found`. */
  case(id: string, position: number): BlindedCase {
    const reading = this.#reading(id);
    const { instanceId, fileName, ...row } = this.#case(reading, position);
    const sources = orderOf(reading, position);
    const keys = sources.map(({ key }) => key);
    const { revisions, choice } = row;
    return {
      instanceId,
      fileName,
      sources,
      revisionIds: revisions && keys.map((key) => revisions[key] ?? ''),
      answer: {
        choice: choice === null || choice === 'none' ? choice : keys.indexOf(choice),
        ratings: keys.map((key) => row.ratings[key] ?? null),
      },
    };
  }

  /** Keeps what a case shows, so that it is the same whenever it is shown again. */
  show(id: string, position: number, revisionIds: readonly string[]): void {
    const reading = this.#openReading(id);
    const keys = orderOf(reading, position).map(({ key }) => key);
    const revisions = Object.fromEntries(keys.map((key, pane) => [key, revisionIds[pane] ?? '']));
    this.#database.run(
      `UPDATE blinded_cases SET revisions = ?
       WHERE reading = ? AND position = ? AND revisions IS NULL`,
      [JSON.stringify(revisions), reading.sequence, position],
    );
  }

  /** @throws AppError `not-found`; `bad-input` for a pane there is not, or once names are told. */
  answer(id: string, position: number, { choice, ratings }: BlindedAnswer): void {
    const reading = this.#openReading(id);
    if (this.#case(reading, position).revisions === null) {
      throw new AppError('bad-input', 'This case was not shown yet. Open it first.');
    }
    const keys = orderOf(reading, position).map(({ key }) => key);
    const chosen = typeof choice === 'number' ? keys[choice] : choice;
    if (chosen === undefined || ratings.length > keys.length) {
      throw new AppError('bad-input', `This case has ${String(keys.length)} panes. Choose one.`);
    }
    const rated = keys.flatMap((key, pane) => {
      const given = ratings[pane] ?? null;
      return given === null ? [] : [[key, given] as const];
    });
    this.#database.run(
      `UPDATE blinded_cases SET choice = ?, ratings = ?, answered_at_ms = ?
       WHERE reading = ? AND position = ?`,
      [chosen, JSON.stringify(Object.fromEntries(rated)), this.#now(), reading.sequence, position],
    );
  }

  /** Ends the reading: names can be told, and nothing is answered any more. */
  reveal(id: string): void {
    const { sequence } = this.#openReading(id);
    this.#database.run('UPDATE blinded_readings SET revealed_at_ms = ? WHERE sequence = ?', [
      this.#now(),
      sequence,
    ]);
  }

  /** @throws AppError `bad-input` while it is blind, `not-found`. */
  results(id: string): BlindedResults {
    const reading = this.#reading(id);
    if (reading.revealedAtMs === null) {
      throw new AppError('bad-input', 'This reading is blind. End it before its names are told.');
    }
    const { seed, sources, sequence } = reading;
    const rows = this.#database.all(caseRow, `${selectCase} ORDER BY c.position`, [sequence]);
    const cases = rows.map(({ position, revisions, ...row }): RevealedCase => {
      const order = orderOf(reading, position).map(({ key }) => key);
      return { ...row, order: revisions === null ? [] : order, revisions: revisions ?? {} };
    });
    return { reading: summaryOf(reading), seed, sources, cases };
  }

  #openReading(id: string): ReadingRow {
    const reading = this.#reading(id);
    if (reading.revealedAtMs === null) return reading;
    throw new AppError(
      'bad-input',
      'The names of this reading were told, so its answers are final. Start another one.',
    );
  }

  #reading(id: string): ReadingRow {
    const row = this.#database.get(readingRow, `${selectReading} WHERE b.id = ?`, [id]);
    if (row) return row;
    throw new AppError('not-found', `There is no blinded reading ${id}. Go back to the list.`);
  }

  #case({ id, sequence }: ReadingRow, position: number): CaseRow {
    const row = this.#database.get(caseRow, `${selectCase} AND c.position = ?`, [
      sequence,
      position,
    ]);
    if (row) return row;
    throw new AppError('not-found', `The reading ${id} has no case ${String(position + 1)}.`);
  }
}

/** Sources in the order of a case's panes. */
function orderOf({ seed, sources }: ReadingRow, position: number): BlindedSource[] {
  return blindOrder(seed, position, sources.length).flatMap((index) => sources[index] ?? []);
}

function summaryOf(row: ReadingRow): BlindedSummary {
  const { id, reader, createdAtMs, revealedAtMs, cases, decided, sources } = row;
  return { id, reader, createdAtMs, revealedAtMs, cases, decided, panes: sources.length };
}
