import { z } from 'zod';
import { modelReference, type ModelReference } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import {
  controlStops,
  gateSetting,
  gateStatus,
  type GateSetting,
  type GateStatus,
} from '../../../shared/review/worklist.js';
import { seededDraw } from '../../../shared/review/seeded-draw.js';
import type { Audit } from '../audit.js';
import { booleanColumn, type Database } from '../database.js';
import type { ProposingModel } from '../proposals.js';
import type { Revisions } from '../revisions.js';
import { controlOf, judgeControl } from './gate-control.js';
import { isAssigned, isHere, isRead, isUnreviewed } from './picture-sql.js';

interface GateRow {
  sequence: number;
  setting: GateSetting;
  state: GateStatus['state'];
  model: ProposingModel;
}

const gateRow = gateSetting
  .extend({
    sequence: z.int(),
    state: gateStatus.shape.state,
    modelId: z.string(),
    modelVersion: z.string(),
    modelSha256: modelReference.shape.sha256,
    modelThreshold: z.number(),
  })
  .transform(
    ({
      sequence,
      state,
      modelId,
      modelVersion,
      modelSha256,
      modelThreshold,
      ...setting
    }): GateRow => ({
      sequence,
      state,
      setting,
      model: {
        id: modelId,
        version: modelVersion,
        sha256: modelSha256,
        threshold: modelThreshold,
      },
    }),
  );

const candidateRow = z.object({
  instanceId: z.string(),
  sha256: z.string(),
  revisionId: z.string(),
  confidence: z.number(),
});

/** Newest proposals of a model for pictures of one frame that nobody read and nobody is to read. */
const candidates = `FROM runs JOIN revisions r ON r.run_id = runs.id
  JOIN instances i ON i.id = runs.instance_id
  WHERE ${isHere} AND i.frames = 1 AND runs.frame = 0 AND runs.model_id = ?1 AND runs.model_version = ?2
    AND runs.model_sha256 = ?3 AND runs.threshold = ?4
    AND runs.sequence = (SELECT max(o.sequence) FROM runs o WHERE o.instance_id = i.id
      AND o.frame = 0 AND o.model_id = ?1 AND o.model_version = ?2 AND o.model_sha256 = ?3
      AND o.threshold = ?4)
    AND NOT ${isRead} AND NOT ${isAssigned}`;

/** Steps between the least and the most confident proposal that a slider needs. */
const levelSteps = 100;
/** Pictures let through at once; others have their turn in between. */
const passedAtOnce = 200;

/**
 * Lets confident proposals pass without a reader. What passed is `model-unreviewed`, not truth: a
 * part of it, drawn by the seed, is read as a control, and where more of that fails than the limit
 * allows the gate stops and all it let through waits for readers again.
 */
export class Gate {
  readonly #database: Database;
  readonly #revisions: Revisions;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, revisions: Revisions, audit: Audit, now: () => number) {
    this.#database = database;
    this.#revisions = revisions;
    this.#audit = audit;
    this.#now = now;
  }

  /** The newest gate; null where there never was one. */
  status(): GateStatus | null {
    const gate = this.#newest();
    if (gate === null) return null;
    const { setting, state, model, sequence } = gate;
    const { count } = this.#database.get(
      z.object({ count: z.int() }),
      'SELECT count(*) AS count FROM gate_passes WHERE gate = ?',
      [sequence],
    ) ?? { count: 0 };
    const control = controlOf(this.#database, sequence, setting.failureLimit);
    return {
      setting,
      state,
      model: { id: model.id, version: model.version },
      passed: count,
      control,
    };
  }

  /**
   * Opens a gate for a model in the place of the one before. Pictures pass by `letPass`.
   * @throws AppError `bad-input` for a control that would never see anything
   */
  open(setting: GateSetting, model: ProposingModel, by: string): void {
    if (setting.controlRate === 0) {
      throw new AppError('bad-input', 'A gate without a control would never be stopped.');
    }
    this.#database.transaction(() => {
      this.#end('closed', by, {});
      this.#database.run(
        `INSERT INTO gates (model_id, model_version, model_sha256, model_threshold,
           least_confidence, control_rate, failure_limit, seed, state, set_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
        [
          model.id,
          model.version,
          model.sha256,
          model.threshold,
          setting.leastConfidence,
          setting.controlRate,
          setting.failureLimit,
          setting.seed,
          this.#now(),
        ],
      );
      this.#log('gate.opened', `reader ${by}`, { ...setting, model: model.sha256 });
    });
  }

  /** Nothing passes any more, and what passed waits for readers. */
  close(by: string): void {
    this.#database.transaction(() => {
      this.#end('closed', by, {});
    });
  }

  /**
   * Lets through what may pass now, a part of it at a time, or with an id that picture alone.
   * @returns how many passed; 0 when nothing is left that may
   */
  letPass(instanceId: string | null): number {
    const gate = this.#openGate();
    if (gate === null) return 0;
    return this.#database.transaction(() => {
      const passing = this.#database.all(
        candidateRow,
        `SELECT i.id AS instanceId, i.sha256, r.id AS revisionId, runs.confidence ${candidates}
           AND runs.confidence >= ?5 ${instanceId === null ? '' : 'AND runs.instance_id = ?8'}
           AND NOT EXISTS (SELECT 1 FROM gate_passes p
             WHERE p.gate = ?6 AND p.instance_id = i.id)
         ORDER BY i.sequence LIMIT ?7`,
        [
          ...bound(gate.model),
          gate.setting.leastConfidence,
          gate.sequence,
          passedAtOnce,
          ...(instanceId === null ? [] : [instanceId]),
        ],
      );
      for (const picture of passing) this.#pass(gate, picture);
      return passing.length;
    });
  }

  /**
   * Judges a picture that was drawn for control by what a reader submitted of it, and stops the gate
   * where its limit is passed. Of another picture nothing happens.
   * @returns whether the gate stopped
   */
  control(instanceId: string, submitted: string | null): boolean {
    const gate = this.#openGate();
    if (gate === null) return false;
    return this.#database.transaction(() => {
      const pass = this.#database.get(
        z.object({ revisionId: z.string(), control: booleanColumn }),
        `SELECT revision_id AS revisionId, control FROM gate_passes
         WHERE gate = ? AND instance_id = ?`,
        [gate.sequence, instanceId],
      );
      if (!pass?.control) return false;
      const jaccard = judgeControl(this.#revisions, pass.revisionId, submitted);
      this.#database.run(
        `INSERT INTO gate_controls (gate, instance_id, revision_id, jaccard, read_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (gate, instance_id) DO UPDATE SET revision_id = ?3, jaccard = ?4,
           read_at_ms = ?5`,
        [gate.sequence, instanceId, jaccard === null ? null : submitted, jaccard, this.#now()],
      );
      const facts = { gate: gate.sequence, revisionId: submitted, jaccard };
      this.#log('gate.controlled', 'application', facts, instanceId);
      const control = controlOf(this.#database, gate.sequence, gate.setting.failureLimit);
      if (!controlStops(control, gate.setting.failureLimit)) return false;
      this.#end('stopped', null, { ...control });
      return true;
    });
  }

  /** The revision that passed of a picture that nobody has read since; null for any other. */
  unreviewed(instanceId: string): string | null {
    const row = this.#database.get(
      z.object({ id: z.string() }),
      `SELECT p.revision_id AS id FROM gate_passes p JOIN gates g ON g.sequence = p.gate
       JOIN instances i ON i.id = p.instance_id
       WHERE p.instance_id = ? AND g.state = 'open' AND ${isUnreviewed}`,
      [instanceId],
    );
    return row?.id ?? null;
  }

  /** Ids of the pictures that passed and that nobody has read since, in the order of their import. */
  allUnreviewed(): string[] {
    return this.#database
      .all(
        z.object({ id: z.string() }),
        `SELECT i.id FROM instances i WHERE ${isUnreviewed} ORDER BY i.sequence`,
      )
      .map(({ id }) => id);
  }

  /** How many proposals of a model wait for the gate or a reader, and their confidences in steps. */
  waiting(model: ProposingModel): { pictures: number; levels: number[] } {
    const confidences = this.#database
      .all(
        z.object({ confidence: z.number() }),
        `SELECT runs.confidence ${candidates} ORDER BY runs.confidence`,
        bound(model),
      )
      .map(({ confidence }) => confidence);
    const last = confidences.length - 1;
    const levels = Array.from({ length: last < 0 ? 0 : levelSteps + 1 }, (_, step) => {
      return confidences[Math.round((step / levelSteps) * last)] ?? 0;
    });
    return { pictures: confidences.length, levels };
  }

  #pass(gate: GateRow, picture: z.infer<typeof candidateRow>): void {
    const { instanceId, sha256, revisionId, confidence } = picture;
    const control = seededDraw(gate.setting.seed, sha256) < gate.setting.controlRate;
    this.#database.run('INSERT INTO gate_passes VALUES (?, ?, ?, ?, ?)', [
      gate.sequence,
      instanceId,
      revisionId,
      control,
      this.#now(),
    ]);
    const facts = { gate: gate.sequence, revisionId, confidence, control };
    this.#log('gate.passed', 'application', facts, instanceId);
  }

  #end(state: 'stopped' | 'closed', by: string | null, facts: Record<string, unknown>): void {
    const gate = this.#openGate();
    if (gate === null) return;
    this.#database.run('UPDATE gates SET state = ? WHERE sequence = ?', [state, gate.sequence]);
    const actor = by === null ? 'application' : `reader ${by}`;
    this.#log(state === 'stopped' ? 'gate.stopped' : 'gate.closed', actor, {
      gate: gate.sequence,
      ...facts,
    });
  }

  #log(
    action: 'gate.opened' | 'gate.closed' | 'gate.stopped' | 'gate.passed' | 'gate.controlled',
    actor: string,
    facts: Record<string, unknown>,
    subject = 'library',
  ): void {
    this.#audit.append({ actor, action, subject, facts });
  }

  #openGate(): GateRow | null {
    const gate = this.#newest();
    return gate?.state === 'open' ? gate : null;
  }

  #newest(): GateRow | null {
    return this.#database.get(
      gateRow,
      `SELECT sequence, state, model_id AS modelId, model_version AS modelVersion,
         model_sha256 AS modelSha256, model_threshold AS modelThreshold,
         least_confidence AS leastConfidence, control_rate AS controlRate,
         failure_limit AS failureLimit, seed
       FROM gates ORDER BY sequence DESC LIMIT 1`,
    );
  }
}

function bound({ id, version, sha256, threshold }: ModelReference & { threshold: number }) {
  return [id, version, sha256, threshold] as const;
}
