import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { identityChange, identityKind, type IdentityChange } from '../../shared/identity.js';
import { AppError } from '../../shared/errors.js';
import type { Audit } from './audit.js';
import { booleanColumn, type Database } from './database.js';

/** Whose picture it is: ids of patient and lesion. */
const place = z.object({ patient: z.string().nullable(), lesion: z.string().nullable() });
type Place = z.infer<typeof place>;
const move = z.object({ instanceId: z.string(), from: place, to: place });
type Move = z.infer<typeof move>;

const changeRow = z.object({
  sequence: z.int(),
  kind: identityKind,
  curator: z.string(),
  moves: z.string(),
  atMs: z.int(),
  undone: booleanColumn,
});
const columns = `sequence, kind, curator, moves, at_ms AS atMs, undone_at_ms IS NOT NULL AS undone`;
const placedRow = place.extend({ instanceId: z.string() });

/** The newest changes that are listed. */
const listed = 100;

/**
 * Patients and lesions merged and split by hand. Each change is kept as where every picture was and
 * where it is since, so that it can be undone for as long as nothing moved these pictures again.
 */
export class IdentityChanges {
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, audit: Audit, now: () => number) {
    this.#database = database;
    this.#audit = audit;
    this.#now = now;
  }

  /**
   * Makes the patients (or lesions, with their patients) of these pictures one: that of the first
   * picture which has one, else a new one. All pictures of the others come along.
   * @throws AppError `bad-input` when they are one already, `not-found`
   */
  merge(what: 'patient' | 'lesion', instanceIds: readonly string[], curator: string): void {
    this.#database.transaction(() => {
      const chosen = this.#places(instanceIds);
      const patient = chosen.map((each) => each.patient).find((id) => id !== null) ?? null;
      const moves = new Map<string, Move>();
      const merged = what === 'patient' || new Set(chosen.map((each) => each.patient)).size > 1;
      const into = merged ? (patient ?? this.#newPatient('merged')) : patient;
      if (merged) this.#mergePatients(chosen, into, moves);
      if (what === 'lesion') this.#mergeLesions(chosen, into, moves);
      this.#write(`merge-${what}`, [...moves.values()], curator);
    });
  }

  /**
   * Gives these pictures a patient (or lesion) of their own, apart from those they were with.
   * @throws AppError `not-found`
   */
  split(what: 'patient' | 'lesion', instanceIds: readonly string[], curator: string): void {
    this.#database.transaction(() => {
      const chosen = this.#places(instanceIds);
      const [first] = chosen;
      const patient =
        what === 'patient' ? this.#newPatient(this.#patientLabel(first)) : (first?.patient ?? null);
      const lesion = what === 'lesion' ? this.#newLesion(patient, this.#lesionLabel(first)) : null;
      const taken = new Map<string, string>();
      const moves = chosen.map(({ instanceId, ...from }) => {
        if (what === 'lesion') return { instanceId, from, to: { patient: from.patient, lesion } };
        return {
          instanceId,
          from,
          to: { patient, lesion: this.#along(from.lesion, patient, taken) },
        };
      });
      this.#write(`split-${what}`, moves, curator);
    });
  }

  /** Whether a change that was not undone says whose a picture is. */
  concern(instanceId: string): boolean {
    const found = this.#database.get(
      z.object({ sequence: z.int() }),
      `SELECT c.sequence FROM identity_changes c, json_each(c.moves) m
       WHERE c.undone_at_ms IS NULL AND m.value ->> 'instanceId' = ? LIMIT 1`,
      [instanceId],
    );
    return found !== null;
  }

  /** The newest changes, newest first. */
  list(): IdentityChange[] {
    return this.#database
      .all(changeRow, `SELECT ${columns} FROM identity_changes ORDER BY sequence DESC LIMIT ?`, [
        listed,
      ])
      .map(({ moves, ...rest }) =>
        identityChange.parse({ ...rest, pictures: parseMoves(moves).length }),
      );
  }

  /**
   * Puts every picture back where it was before a change.
   * @throws AppError `bad-input` when it was undone already, or a later change moved one of the
   * pictures: that one is undone first. `not-found`
   */
  undo(sequence: number, curator: string): void {
    this.#database.transaction(() => {
      const change = this.#database.get(
        changeRow,
        `SELECT ${columns} FROM identity_changes WHERE sequence = ?`,
        [sequence],
      );
      if (!change) throw new AppError('not-found', 'There is no such change to undo.');
      const moves = parseMoves(change.moves);
      const now = new Map(
        this.#placesKnown(moves.map(({ instanceId }) => instanceId)).map((each) => [
          ...([each.instanceId, each] as const),
        ]),
      );
      const moved = moves.some(({ instanceId, to }) => {
        const here = now.get(instanceId);
        return here?.patient !== to.patient || here.lesion !== to.lesion;
      });
      if (change.undone || moved) {
        throw new AppError(
          'bad-input',
          'This was undone already, or these pictures were moved again since: undo the newest ' +
            'change first.',
        );
      }
      for (const { instanceId, from } of moves) this.#place(instanceId, from);
      this.#database.run('UPDATE identity_changes SET undone_at_ms = ? WHERE sequence = ?', [
        this.#now(),
        sequence,
      ]);
      this.#tell('undo', sequence, moves, curator);
    });
  }

  #mergePatients(chosen: readonly Placed[], into: string | null, moves: Map<string, Move>): void {
    const others = new Set(chosen.map((each) => each.patient).filter((id) => id !== into));
    const without = chosen.filter((each) => each.patient === null);
    const all = [...others].flatMap((id) => (id === null ? [] : this.#ofPatient(id)));
    const lesions = new Map<string, string>();
    for (const { instanceId, ...from } of [...all, ...without]) {
      const lesion = this.#along(from.lesion, into, lesions);
      moves.set(instanceId, { instanceId, from, to: { patient: into, lesion } });
    }
  }

  #mergeLesions(chosen: readonly Placed[], patient: string | null, moves: Map<string, Move>): void {
    const at = (each: Placed): Place => moves.get(each.instanceId)?.to ?? each;
    const known = chosen.map(at).find(({ lesion }) => lesion !== null)?.lesion ?? null;
    const into = known ?? this.#newLesion(patient, 'merged');
    const merged = new Set(chosen.map((each) => each.lesion).filter((id) => id !== null));
    const all = [...merged].flatMap((id) => this.#ofLesion(id));
    for (const { instanceId, ...from } of [...chosen, ...all]) {
      moves.set(instanceId, { instanceId, from, to: { patient, lesion: into } });
    }
  }

  #write(kind: IdentityChange['kind'], all: readonly Move[], curator: string): void {
    const moves = all.filter(
      ({ from, to }) => from.patient !== to.patient || from.lesion !== to.lesion,
    );
    if (moves.length === 0) {
      throw new AppError('bad-input', 'These pictures are together already; nothing was changed.');
    }
    for (const { instanceId, to } of moves) this.#place(instanceId, to);
    this.#database.run(
      'INSERT INTO identity_changes (kind, curator, moves, at_ms) VALUES (?, ?, ?, ?)',
      [kind, curator, JSON.stringify(moves), this.#now()],
    );
    this.#tell(kind, this.#database.lastSequence(), moves, curator);
  }

  /** Ids only: labels of patients stay out of the log. */
  #tell(kind: string, sequence: number, moves: readonly Move[], curator: string): void {
    this.#audit.append({
      actor: `reader ${curator}`,
      action: 'identity.changed',
      subject: `change ${String(sequence)}`,
      facts: { kind, pictures: moves.map(({ instanceId }) => instanceId) },
    });
  }

  #place(instanceId: string, { patient, lesion }: Place): void {
    this.#database.run(
      `INSERT INTO instance_facts (instance_id, patient_id, lesion_id) VALUES (?1, ?2, ?3)
       ON CONFLICT (instance_id) DO UPDATE SET patient_id = ?2, lesion_id = ?3`,
      [instanceId, patient, lesion],
    );
  }

  #places(instanceIds: readonly string[]): Placed[] {
    const found = this.#placesKnown(instanceIds);
    if (found.length === new Set(instanceIds).size && found.length > 0) return found;
    throw new AppError('not-found', 'One of these pictures is no longer in the library.');
  }

  #placesKnown(instanceIds: readonly string[]): Placed[] {
    return this.#database.all(
      placedRow,
      `SELECT DISTINCT i.id AS instanceId, f.patient_id AS patient, f.lesion_id AS lesion
       FROM json_each(?) j JOIN instances i ON i.id = j.value AND i.purged_at_ms IS NULL
       LEFT JOIN instance_facts f ON f.instance_id = i.id ORDER BY i.sequence`,
      [JSON.stringify(instanceIds)],
    );
  }

  #ofPatient(id: string): Placed[] {
    return this.#placedWhere('patient_id = ?', id);
  }

  #ofLesion(id: string): Placed[] {
    return this.#placedWhere('lesion_id = ?', id);
  }

  #placedWhere(where: string, id: string): Placed[] {
    return this.#database.all(
      placedRow,
      `SELECT instance_id AS instanceId, patient_id AS patient, lesion_id AS lesion
       FROM instance_facts WHERE ${where}`,
      [id],
    );
  }

  #patientLabel(of: Place | undefined): string {
    return this.#label('patients', of?.patient ?? null) ?? 'patient';
  }

  #lesionLabel(of: Place | undefined): string {
    return this.#label('lesions', of?.lesion ?? null) ?? 'lesion';
  }

  #label(table: 'patients' | 'lesions', id: string | null): string | null {
    const schema = z.object({ label: z.string() });
    const sql = `SELECT label FROM ${table} WHERE id = ?`;
    return this.#database.get(schema, sql, [id])?.label ?? null;
  }

  #newPatient(label: string): string {
    const id = randomUUID();
    const free = this.#free(label, 'SELECT 1 AS taken FROM patients WHERE label = ?', []);
    this.#database.run('INSERT INTO patients (id, label) VALUES (?, ?)', [id, free]);
    return id;
  }

  #newLesion(patient: string | null, label: string): string {
    const id = randomUUID();
    const sql = 'SELECT 1 AS taken FROM lesions WHERE label = ? AND patient_id IS ?';
    this.#database.run('INSERT INTO lesions (id, patient_id, label) VALUES (?, ?, ?)', [
      id,
      patient,
      this.#free(label, sql, [patient]),
    ]);
    return id;
  }

  /**
   * A lesion of the same label under another patient; a taken label gets a number. All pictures of a
   * lesion get the same one.
   * @param copied those made so far, by the lesion they are copies of
   */
  #along(
    lesion: string | null,
    patient: string | null,
    copied: Map<string, string>,
  ): string | null {
    if (lesion === null) return null;
    const copy =
      copied.get(lesion) ?? this.#newLesion(patient, this.#label('lesions', lesion) ?? 'lesion');
    copied.set(lesion, copy);
    return copy;
  }

  #free(label: string, sql: string, more: (string | null)[]): string {
    const schema = z.object({ taken: z.int() });
    const isTaken = (text: string): boolean =>
      this.#database.get(schema, sql, [text, ...more]) !== null;
    let text = label;
    for (let number = 2; isTaken(text); number += 1) text = `${label} (${String(number)})`;
    return text;
  }
}

type Placed = z.infer<typeof placedRow>;

function parseMoves(text: string): Move[] {
  return z.array(move).parse(JSON.parse(text));
}
