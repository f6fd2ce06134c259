import { z } from 'zod';
import { savedView, type SavedView } from '../../shared/library-filter.js';
import type { Database } from './database.js';

/** Filters that curators keep under a name. */
export class SavedViews {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** In the order of their names. */
  list(): SavedView[] {
    return this.#database
      .all(z.object({ view: z.string() }), 'SELECT view FROM saved_views ORDER BY name')
      .map(({ view }) => savedView.parse(JSON.parse(view)));
  }

  /** Takes the place of the one of that name. */
  save(view: SavedView): void {
    this.#database.run(
      `INSERT INTO saved_views (name, view, changed_at_ms) VALUES (?1, ?2, ?3)
       ON CONFLICT (name) DO UPDATE SET view = ?2, changed_at_ms = ?3`,
      [view.name, JSON.stringify(view), this.#now()],
    );
  }

  remove(name: string): void {
    this.#database.run('DELETE FROM saved_views WHERE name = ?', [name]);
  }
}
