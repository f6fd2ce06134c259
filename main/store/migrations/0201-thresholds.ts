import type { Migration } from './migration.js';

/**
 * At which threshold a proposal's probabilities were cut when its pixels were taken: of an act one,
 * of a revision a JSON array, as several acts may have taken from one proposal. NULL where none was
 * noted, as before this step: the proposal's own.
 */
export const thresholds: Migration = {
  version: 201,
  sql: `
    ALTER TABLE journal_sources ADD COLUMN threshold REAL CHECK (threshold BETWEEN 0 AND 1);
    ALTER TABLE revision_sources ADD COLUMN thresholds TEXT CHECK (json_valid(thresholds));
  `,
};
