import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Instance } from '../../shared/domain.js';
import type { Database } from './database.js';

/** Crockford's base 32: no letters that are mistaken for digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const nameRow = z.object({ name: z.string() });

/** Names under which pictures leave the library. The same picture always gets the same one. */
export class ExportNames {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * `LIMEN_` with 8 random characters. A true ISIC id, `ISIC_` with 7 digits, is kept where the
   * imported file was named so and no other picture has it.
   */
  nameOf({ id, fileName }: Instance): string {
    return this.#database.transaction(() => {
      const known = this.#database.get(
        nameRow,
        'SELECT name FROM export_names WHERE instance_id = ?',
        [id],
      );
      if (known) return known.name;
      const [isic] = /^ISIC_\d{7}(?=\.[A-Za-z]+$|$)/.exec(fileName) ?? [];
      let name = isic ?? randomName();
      while (this.#isTaken(name)) name = randomName();
      this.#database.run('INSERT INTO export_names (instance_id, name) VALUES (?, ?)', [id, name]);
      return name;
    });
  }

  #isTaken(name: string): boolean {
    return (
      this.#database.get(nameRow, 'SELECT name FROM export_names WHERE name = ?', [name]) !== null
    );
  }
}

function randomName(): string {
  const signs = [...randomBytes(8)].map((byte) => alphabet.charAt(byte % alphabet.length));
  return `LIMEN_${signs.join('')}`;
}
