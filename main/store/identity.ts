import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dataSplit, pictureFacts, type DataSplit, type PictureFacts } from '../../shared/domain.js';
import type { BoundValue, Database } from './database.js';

/** Who made a picture or mask known, and what may be done with it. */
export interface Source {
  statement: string;
  /** Empty when none was stated. */
  licence: string;
}

const idRow = z.object({ id: z.string() });

const noFacts: PictureFacts = {
  patient: null,
  lesion: null,
  site: null,
  diagnosis: null,
  split: null,
};

/** Patients and lesions above the instances, and what is known of each picture. */
export class Identity {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** What is known of a picture; all null for one of which nothing is. */
  facts(instanceId: string): PictureFacts {
    return (
      this.#database.get(
        pictureFacts,
        `SELECT p.label AS patient, l.label AS lesion, f.site, f.diagnosis, f.split
         FROM instance_facts f LEFT JOIN patients p ON p.id = f.patient_id
         LEFT JOIN lesions l ON l.id = f.lesion_id WHERE f.instance_id = ?`,
        [instanceId],
      ) ?? noFacts
    );
  }

  /** Where a picture came from; null where nothing was stated. */
  source(instanceId: string): Source | null {
    return this.#database.get(
      z.object({ statement: z.string(), licence: z.string() }),
      `SELECT s.statement, s.licence FROM instance_facts f JOIN sources s ON s.id = f.source_id
       WHERE f.instance_id = ?`,
      [instanceId],
    );
  }

  /**
   * Adds to what is known of a picture; what is null here stays as it was.
   * @returns whether anything changed
   */
  record(instanceId: string, facts: Partial<PictureFacts>, source: Source | null): boolean {
    return this.#database.transaction(() => {
      const before = this.facts(instanceId);
      const after = { ...before };
      for (const key of pictureFacts.keyof().options) {
        if (facts[key]) Object.assign(after, { [key]: facts[key] });
      }
      const known = this.source(instanceId);
      const keepsSource = source === null || known !== null;
      if (keepsSource && JSON.stringify(after) === JSON.stringify(before)) return false;
      const patientId = after.patient === null ? null : this.#patient(after.patient);
      const lesionId = after.lesion === null ? null : this.#lesion(patientId, after.lesion);
      this.#database.run(
        `INSERT INTO instance_facts
           (instance_id, patient_id, lesion_id, site, diagnosis, split, source_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (instance_id) DO UPDATE SET patient_id = ?2, lesion_id = ?3, site = ?4,
           diagnosis = ?5, split = ?6, source_id = ifnull(source_id, ?7)`,
        [
          instanceId,
          patientId,
          lesionId,
          after.site,
          after.diagnosis,
          after.split,
          source && this.sourceId(source),
        ],
      );
      return true;
    });
  }

  /** Other names under which the very same bytes came, and the split that was stated with them. */
  otherNames(instanceId: string): { fileName: string; split: DataSplit | null }[] {
    return this.#database.all(
      z.object({ fileName: z.string(), split: dataSplit.nullable() }),
      `SELECT file_name AS fileName, split FROM other_names WHERE instance_id = ?
       ORDER BY file_name`,
      [instanceId],
    );
  }

  /** Notes that bytes came again under another name; of a known name the split may be new. */
  recordOtherName(instanceId: string, fileName: string, split: DataSplit | null): void {
    this.#database.run(
      `INSERT INTO other_names (instance_id, file_name, split) VALUES (?1, ?2, ?3)
       ON CONFLICT (instance_id, file_name) DO UPDATE SET split = ifnull(?3, split)`,
      [instanceId, fileName, split],
    );
  }

  /** The row of a source, made where there is none. */
  sourceId({ statement, licence }: Source): string {
    return this.#obtain('sources', 'statement = ? AND licence = ?', { statement, licence });
  }

  #patient(label: string): string {
    return this.#obtain('patients', 'label = ?', { label });
  }

  #lesion(patientId: string | null, label: string): string {
    const found = this.#database.get(
      idRow,
      'SELECT id FROM lesions WHERE patient_id IS ? AND label = ?',
      [patientId, label],
    );
    return found?.id ?? this.#insert('lesions', { patient_id: patientId, label });
  }

  #obtain(table: 'sources' | 'patients', where: string, values: Record<string, string>): string {
    const sql = `SELECT id FROM ${table} WHERE ${where}`;
    const found = this.#database.get(idRow, sql, Object.values(values));
    return found?.id ?? this.#insert(table, values);
  }

  #insert(table: 'sources' | 'patients' | 'lesions', values: Record<string, BoundValue>): string {
    const id = randomUUID();
    const columns = Object.keys(values).join(', ');
    const marks = Object.keys(values)
      .map(() => '?')
      .join(', ');
    this.#database.run(`INSERT INTO ${table} (id, ${columns}) VALUES (?, ${marks})`, [
      id,
      ...Object.values(values),
    ]);
    return id;
  }
}
