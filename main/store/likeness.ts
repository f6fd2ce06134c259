import { z } from 'zod';
import { dataSplit } from '../../shared/domain.js';
import { pairDecision, type AlikePair, type PairDecision } from '../../shared/identity.js';
import type { Audit } from './audit.js';
import type { Database } from './database.js';

const pairRow = z.object({
  idA: z.string(),
  nameA: z.string(),
  patientA: z.string().nullable(),
  lesionA: z.string().nullable(),
  splitA: dataSplit.nullable(),
  idB: z.string(),
  nameB: z.string(),
  patientB: z.string().nullable(),
  lesionB: z.string().nullable(),
  splitB: dataSplit.nullable(),
  distance: z.int(),
  correlation: z.number(),
  decision: pairDecision.nullable(),
  curator: z.string().nullable(),
});

const decisionRow = z.object({ a: z.string(), b: z.string(), decision: pairDecision });

/** Pairs of pictures that look alike, and what curators decided of them. */
export class Likeness {
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, audit: Audit, now: () => number) {
    this.#database = database;
    this.#audit = audit;
    this.#now = now;
  }

  /** Takes the place of what an earlier search found; decisions stay. */
  replacePairs(
    pairs: readonly { a: string; b: string; distance: number; correlation: number }[],
  ): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM alike_pairs');
      for (const { a, b, distance, correlation } of pairs) {
        this.#database.run(
          'INSERT INTO alike_pairs (a, b, distance, correlation) VALUES (?, ?, ?, ?)',
          [...inOrder(a, b), distance, correlation],
        );
      }
    });
  }

  /** Pairs without the trash: undecided ones first, the most alike first. */
  pairs(limit: number): { total: number; undecided: number; pairs: AlikePair[] } {
    const from = `alike_pairs p JOIN catalogue x ON x.instance_id = p.a AND x.trashed = 0
      JOIN catalogue y ON y.instance_id = p.b AND y.trashed = 0
      LEFT JOIN pair_decisions d ON d.a = p.a AND d.b = p.b`;
    const counts = this.#database.getOne(
      z.object({ total: z.int(), undecided: z.int() }),
      `SELECT count(*) AS total, count(*) FILTER (WHERE d.decision IS NULL) AS undecided FROM ${from}`,
    );
    const rows = this.#database.all(
      pairRow,
      `SELECT p.a AS idA, x.file_name AS nameA, x.patient AS patientA, x.lesion AS lesionA,
         x.split AS splitA, p.b AS idB, y.file_name AS nameB, y.patient AS patientB,
         y.lesion AS lesionB, y.split AS splitB, p.distance, p.correlation, d.decision, d.curator
       FROM ${from} ORDER BY d.decision IS NOT NULL, p.correlation DESC, p.a, p.b LIMIT ?`,
      [limit],
    );
    return { ...counts, pairs: rows.map(pairOf) };
  }

  /** Null takes a decision back. */
  decide(a: string, b: string, decision: PairDecision | null, curator: string): void {
    const [first, second] = inOrder(a, b);
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM pair_decisions WHERE a = ? AND b = ?', [first, second]);
      if (decision !== null) {
        this.#database.run(
          'INSERT INTO pair_decisions (a, b, decision, curator, at_ms) VALUES (?, ?, ?, ?, ?)',
          [first, second, decision, curator, this.#now()],
        );
      }
      this.#audit.append({
        actor: `reader ${curator}`,
        action: 'identity.changed',
        subject: first,
        facts: { kind: 'pair', with: second, decision },
      });
    });
  }

  /** All decisions, each with its pair in the order of their ids. */
  decisions(): { a: string; b: string; decision: PairDecision }[] {
    return this.#database.all(decisionRow, 'SELECT a, b, decision FROM pair_decisions');
  }
}

function pairOf(row: z.infer<typeof pairRow>): AlikePair {
  const { distance, correlation, decision, curator } = row;
  return {
    a: {
      id: row.idA,
      fileName: row.nameA,
      patient: row.patientA,
      lesion: row.lesionA,
      split: row.splitA,
    },
    b: {
      id: row.idB,
      fileName: row.nameB,
      patient: row.patientB,
      lesion: row.lesionB,
      split: row.splitB,
    },
    distance,
    correlation,
    decision,
    curator,
  };
}

function inOrder(a: string, b: string): [string, string] {
  return a < b ? [a, b] : [b, a];
}
