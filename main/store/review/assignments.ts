import { z } from 'zod';
import { AppError } from '../../../shared/errors.js';
import type { Audit } from '../audit.js';
import type { Database } from '../database.js';
import type { Instances } from '../instances.js';

/** Who is to read what. A picture that is assigned is read by those readers and nobody else. */
export class Assignments {
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

  /**
   * Gives pictures to readers: each of them to every reader, or shared out by turns.
   * @returns how many pictures got a reader they did not have
   * @throws AppError `not-found` for an unknown picture, `bad-input` without readers
   */
  assign(
    instanceIds: readonly string[],
    readers: readonly string[],
    how: 'each' | 'share',
    by: string,
  ): number {
    if (readers.length === 0) throw new AppError('bad-input', 'Name at least one reader.');
    return this.#database.transaction(() => {
      let assigned = 0;
      for (const [turn, id] of instanceIds.entries()) {
        const given = how === 'each' ? readers : readers.slice(turn % readers.length).slice(0, 1);
        if (this.add(this.#instances.get(id).id, given, by)) assigned += 1;
      }
      return assigned;
    });
  }

  /** Adds readers to a picture. Call inside a transaction. @returns whether one of them is new to it */
  add(instanceId: string, readers: readonly string[], by: string): boolean {
    const before = new Set(this.of(instanceId));
    const added = [...new Set(readers)].filter((reader) => !before.has(reader));
    if (added.length === 0) return false;
    for (const reader of added) {
      this.#database.run(
        'INSERT INTO assignments (instance_id, reader, assigned_at_ms) VALUES (?, ?, ?)',
        [instanceId, reader, this.#now()],
      );
    }
    this.#log('picture.assigned', instanceId, added, by);
    return true;
  }

  /**
   * Takes pictures back from those of their readers who have not submitted them.
   * @returns how many pictures were taken back from anybody
   */
  unassign(instanceIds: readonly string[], by: string): number {
    return this.#database.transaction(() => {
      let takenBack = 0;
      for (const id of instanceIds) {
        const open = this.#database
          .all(
            z.object({ reader: z.string() }),
            `SELECT reader FROM assignments a WHERE a.instance_id = ? AND NOT EXISTS (SELECT 1
               FROM readings n WHERE n.instance_id = a.instance_id AND n.reader = a.reader
                 AND n.submitted_at_ms IS NOT NULL) ORDER BY reader`,
            [id],
          )
          .map(({ reader }) => reader);
        for (const reader of open) {
          this.#database.run('DELETE FROM assignments WHERE instance_id = ? AND reader = ?', [
            id,
            reader,
          ]);
        }
        if (open.length === 0) continue;
        takenBack += 1;
        this.#log('picture.unassigned', id, open, by);
      }
      return takenBack;
    });
  }

  /** Names of those who are to read a picture, in their order. */
  of(instanceId: string): string[] {
    return this.#database
      .all(
        z.object({ reader: z.string() }),
        'SELECT reader FROM assignments WHERE instance_id = ? ORDER BY reader',
        [instanceId],
      )
      .map(({ reader }) => reader);
  }

  #log(
    action: 'picture.assigned' | 'picture.unassigned',
    subject: string,
    readers: readonly string[],
    by: string,
  ): void {
    this.#audit.append({ actor: `reader ${by}`, action, subject, facts: { readers } });
  }
}
