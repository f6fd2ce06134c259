import type { Audit } from './audit.js';
import type { Database } from './database.js';

/** What curators call pictures, any number of names each. */
export class Tags {
  readonly #database: Database;
  readonly #audit: Audit;

  constructor(database: Database, audit: Audit) {
    this.#database = database;
    this.#audit = audit;
  }

  /** Gives pictures some tags and takes others from them, all or none. Unknown ids are passed over. */
  change(
    instanceIds: readonly string[],
    { add, remove }: { add: readonly string[]; remove: readonly string[] },
    curator: string,
  ): void {
    const ids = JSON.stringify(instanceIds);
    this.#database.transaction(() => {
      for (const tag of add) {
        this.#database.run(
          `INSERT INTO tags (instance_id, tag) SELECT i.id, ?2 FROM json_each(?1) j
           JOIN instances i ON i.id = j.value AND i.purged_at_ms IS NULL
           WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE t.instance_id = i.id AND t.tag = ?2)`,
          [ids, tag],
        );
      }
      for (const tag of remove) {
        this.#database.run(
          `DELETE FROM tags WHERE tag = ?2 AND instance_id IN (SELECT value FROM json_each(?1))`,
          [ids, tag],
        );
      }
      // The words of a tag may be a patient's; how many were changed is enough for the log.
      this.#audit.append({
        actor: `reader ${curator}`,
        action: 'pictures.tagged',
        subject: instanceIds[0] ?? 'none',
        facts: { pictures: instanceIds.length, added: add.length, removed: remove.length },
      });
    });
  }
}
