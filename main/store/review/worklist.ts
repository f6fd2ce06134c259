import { z } from 'zod';
import { seededDraw } from '../../../shared/review/seeded-draw.js';
import type {
  WorklistChoice,
  WorklistItem,
  WorklistPolicy,
  WorklistReason,
} from '../../../shared/review/worklist.js';
import { booleanColumn, type Database } from '../database.js';
import { isAssigned, isHere, isRead, isUnreviewed } from './picture-sql.js';

/** A picture that waits for a reader, with what policies order by. */
interface Waiting {
  readonly id: string;
  readonly sequence: number;
  readonly fileName: string;
  readonly sha256: string;
  readonly reason: WorklistReason;
  readonly note: string | null;
  readonly confidence: number | null;
  readonly disagreement: number | null;
}

const waitingRow = z
  .object({
    id: z.string(),
    sequence: z.int(),
    fileName: z.string(),
    sha256: z.string(),
    assigned: booleanColumn,
    control: booleanColumn,
    note: z.string().nullable(),
    confidence: z.number().nullable(),
    disagreement: z.number().nullable(),
  })
  .transform(({ assigned, control, ...row }): Waiting => {
    const others = assigned ? 'assigned' : control ? 'control' : 'unread';
    return { ...row, reason: row.note === null ? others : 'sent-back' };
  });

/** Assigned to ?1, who has not submitted it. */
const isMine = `EXISTS (SELECT 1 FROM assignments a WHERE a.instance_id = i.id AND a.reader = ?1
  AND NOT EXISTS (SELECT 1 FROM readings n WHERE n.instance_id = i.id AND n.reader = ?1
    AND n.submitted_at_ms IS NOT NULL))`;

const isControl = `EXISTS (SELECT 1 FROM gate_passes p JOIN gates g ON g.sequence = p.gate
  WHERE p.instance_id = i.id AND g.state = 'open' AND p.control = 1)`;

/** A control is judged by what is submitted of it: a correction that was left is no end of it. */
const waitsForControl = `(${isControl} AND NOT EXISTS (SELECT 1 FROM readings n
  WHERE n.instance_id = i.id AND n.submitted_at_ms IS NOT NULL))`;

const isWaiting = `(${isHere} AND (${isMine} OR (NOT ${isAssigned}
  AND (${waitsForControl} OR (NOT ${isRead} AND NOT ${isUnreviewed})))))`;

/** Why a review sent it back to ?1, who has not submitted it since; of several readers each has a row. */
const note = `(SELECT d.reason FROM review_decisions d WHERE d.instance_id = i.id AND d.reader = ?1
  AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.instance_id = i.id AND s.frame = d.frame
    AND s.reader = ?1 AND s.sequence > d.after_submission)
  AND NOT EXISTS (SELECT 1 FROM review_decisions l WHERE l.instance_id = i.id
    AND l.frame = d.frame AND l.kind <> 'sent-back' AND l.sequence > d.sequence)
  AND ${isMine} ORDER BY d.sequence DESC LIMIT 1)`;

const confidence = `(SELECT runs.confidence FROM runs WHERE runs.instance_id = i.id AND runs.frame = 0
  ORDER BY runs.model_id IS ?2 DESC, runs.sequence DESC LIMIT 1)`;

/** Of ten pictures of a mixture, by which policy each is taken. */
const mixture: readonly Exclude<WorklistPolicy, 'mixture'>[] = [
  ...(['low-confidence', 'disagreement', 'low-confidence', 'random', 'unread'] as const),
  ...(['low-confidence', 'disagreement', 'low-confidence', 'random', 'unread'] as const),
];

/** The pictures that wait for a reader, in the order in which they are to be read. */
export class Worklist {
  readonly #database: Database;
  readonly #proposingModelId: string | null;
  #kept: { key: string; order: readonly Waiting[] } | null = null;

  constructor(database: Database, proposingModelId: string | null) {
    this.#database = database;
    this.#proposingModelId = proposingModelId;
  }

  /** The first `limit` pictures for a reader, and how many wait for what reason. */
  list(
    reader: string,
    choice: WorklistChoice,
    limit: number,
  ): { items: WorklistItem[]; total: number; counts: Record<WorklistReason, number> } {
    const order = this.#ordered(reader, choice);
    const counts = { 'sent-back': 0, assigned: 0, control: 0, unread: 0 };
    for (const { reason } of order) counts[reason] += 1;
    const items = order.slice(0, limit).map((picture) => {
      const { id: instanceId, fileName, confidence, disagreement, note } = picture;
      const reason = picture.reason === 'control' ? 'unread' : picture.reason;
      return { instanceId, fileName, reason, confidence, disagreement, note };
    });
    return { items, total: order.length, counts };
  }

  /** The first `count` pictures that wait for whoever comes, in a reader's order. */
  unassigned(reader: string, choice: WorklistChoice, count: number): string[] {
    return this.#ordered(reader, choice)
      .filter(({ reason }) => reason === 'unread' || reason === 'control')
      .slice(0, count)
      .map(({ id }) => id);
  }

  /**
   * The picture after one in a reader's order, from its end on to its beginning; null where no other
   * waits. The one may be read already: it keeps the place it had.
   */
  next(reader: string, choice: WorklistChoice, instanceId: string): string | null {
    // In the order of import the database finds it without an order of all.
    if (choice.policy === 'unread') return this.#nextImported(reader, instanceId);
    const waiting = this.#ordered(reader, choice);
    const order = waiting.some(({ id }) => id === instanceId)
      ? waiting
      : arranged([...waiting, ...this.#rows(reader, 'i.id = ?3', [instanceId])], choice);
    const place = order.findIndex(({ id }) => id === instanceId);
    const next = order[(place + 1) % order.length]?.id ?? null;
    return next === instanceId ? null : next;
  }

  /** How many pictures nobody reads, since the gate let them pass. */
  unreviewed(): number {
    const row = this.#database.get(
      z.object({ count: z.int() }),
      `SELECT count(*) AS count FROM instances i WHERE ${isUnreviewed} AND NOT ${isControl}`,
    );
    return row?.count ?? 0;
  }

  /** Whatever changes a worklist, but for disagreements, is in the audit log: a copy is good so long. */
  #ordered(reader: string, choice: WorklistChoice): readonly Waiting[] {
    const { version } = this.#database.get(
      z.object({ version: z.string() }),
      `SELECT (SELECT ifnull(max(sequence), 0) FROM audit) || ' '
         || (SELECT ifnull(sum(runs), 0) FROM disagreements) AS version`,
    ) ?? { version: '' };
    const key = JSON.stringify([reader, choice, version]);
    if (this.#kept?.key === key) return this.#kept.order;
    const order = arranged(this.#rows(reader, isWaiting, []), choice);
    this.#kept = { key, order };
    return order;
  }

  #nextImported(reader: string, instanceId: string): string | null {
    const here = '(SELECT h.sequence FROM instances h WHERE h.id = ?3)';
    const mine = 'i.id IN (SELECT a.instance_id FROM assignments a WHERE a.reader = ?1)';
    for (const condition of [
      `${mine} AND ${note} IS NOT NULL`,
      `i.sequence > ${here}`,
      `i.sequence < ${here}`,
    ]) {
      const [found] = this.#database.all(
        z.object({ id: z.string() }),
        `SELECT i.id FROM instances i WHERE i.id <> ?3 AND ?2 IS ?2 AND ${condition}
           AND ${isWaiting} ORDER BY i.sequence LIMIT 1`,
        [reader, this.#proposingModelId, instanceId],
      );
      if (found) return found.id;
    }
    return null;
  }

  #rows(reader: string, condition: string, more: readonly string[]): Waiting[] {
    return this.#database.all(
      waitingRow,
      `SELECT i.id, i.sequence, i.file_name AS fileName, i.sha256, ${isMine} AS assigned,
         ${isControl} AS control, ${note} AS note, ${confidence} AS confidence,
         (SELECT d.value FROM disagreements d WHERE d.instance_id = i.id) AS disagreement
       FROM instances i WHERE ${condition} ORDER BY i.sequence`,
      [reader, this.#proposingModelId, ...more],
    );
  }
}

/** Sent back first, then by the policy, with what is drawn for control spread evenly among it. */
function arranged(waiting: readonly Waiting[], { policy, seed }: WorklistChoice): Waiting[] {
  const back = waiting.filter(({ reason }) => reason === 'sent-back');
  const controls = drawn(
    waiting.filter(({ reason }) => reason === 'control'),
    seed,
  );
  const rest = byPolicy(
    waiting.filter(({ reason }) => reason !== 'sent-back' && reason !== 'control'),
    policy,
    seed,
  );
  const total = controls.length + rest.length;
  const order: Waiting[] = [...back];
  let next = 0;
  for (let place = 0; place < total; place += 1) {
    const due = Math.floor(((place + 1) * controls.length) / total);
    const control = next < due ? controls[next] : undefined;
    if (control) next += 1;
    const picture = control ?? rest[place - next];
    if (picture) order.push(picture);
  }
  return order;
}

function byPolicy(waiting: readonly Waiting[], policy: WorklistPolicy, seed: number): Waiting[] {
  switch (policy) {
    case 'unread':
      return waiting.toSorted((a, b) => a.sequence - b.sequence);
    case 'low-confidence':
      return lowestFirst(waiting, ({ confidence: value }) => value);
    case 'disagreement':
      return lowestFirst(waiting, ({ disagreement }) => disagreement && -disagreement);
    case 'random':
      return drawn(waiting, seed);
    case 'mixture':
      return mixed(waiting, seed);
  }
}

/** What has no value comes last, in the order of import. */
function lowestFirst(
  waiting: readonly Waiting[],
  value: (picture: Waiting) => number | null,
): Waiting[] {
  return waiting.toSorted(
    (a, b) => (value(a) ?? Infinity) - (value(b) ?? Infinity) || a.sequence - b.sequence,
  );
}

function drawn(waiting: readonly Waiting[], seed: number): Waiting[] {
  return waiting
    .map((picture) => ({ picture, draw: seededDraw(seed, picture.sha256) }))
    .sort((a, b) => a.draw - b.draw || a.picture.sequence - b.picture.sequence)
    .map(({ picture }) => picture);
}

function mixed(waiting: readonly Waiting[], seed: number): Waiting[] {
  const orders = new Map(
    [...new Set(mixture)].map((policy) => [policy, byPolicy(waiting, policy, seed).values()]),
  );
  const taken = new Set<Waiting>();
  for (let turn = 0; taken.size < waiting.length; turn += 1) {
    const policy = mixture[turn % mixture.length] ?? 'unread';
    for (const picture of orders.get(policy) ?? []) {
      if (taken.has(picture)) continue;
      taken.add(picture);
      break;
    }
  }
  return [...taken];
}
