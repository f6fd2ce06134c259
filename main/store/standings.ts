import { z } from 'zod';
import { readingStatus, type ReadingStatus } from '../../shared/domain.js';
import type { Database } from './database.js';
import { numberList } from './number-list.js';

/** Where a picture stands, as lists count it. */
export interface Standing {
  status: ReadingStatus;
  read: boolean;
  flagged: boolean;
  trashed: boolean;
}

const flag = { flagged: 1, read: 2, trashed: 32, present: 64 } as const;
const statusShift = 2;
const statusMask = 7;
const placeShift = 128;

/** A picture's sequence number and standing in one number: many rows come as one text. */
const packed = `c.sequence * ${String(placeShift)} + ${String(flag.present)}
  + ${String(flag.trashed)} * c.trashed + ${String(flag.read)} * c.read
  + ${String(flag.flagged)} * c.flagged + CASE c.status ${readingStatus.options
    .map((status, index) => `WHEN '${status}' THEN ${String(index << statusShift)}`)
    .join(' ')} END`;

/** How many bytes of a standing there can be. */
export const standingBytes = placeShift;

/** All standings there can be, by their byte; null for no picture. */
export const standings: readonly (Standing | null)[] = Array.from(
  { length: placeShift },
  (_, byte) => {
    const status = readingStatus.options[(byte >> statusShift) & statusMask];
    if ((byte & flag.present) === 0 || status === undefined) return null;
    const has = (bit: number): boolean => (byte & bit) !== 0;
    return { status, read: has(flag.read), flagged: has(flag.flagged), trashed: has(flag.trashed) };
  },
);

/**
 * The standing of every picture, one byte each, so that lists of any length are counted without
 * asking for their rows. A connection that writes notes which rows changed, and only these are asked
 * for again; one that reads asks for all when anything changed.
 */
export class Standings {
  readonly #database: Database;
  #bytes: Uint8Array | null = null;
  #version: string | null = null;
  #othersVersion = -1;
  #follows = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The byte of each picture by its sequence number, up to date; 0 where there is none. */
  bytes(): Uint8Array {
    if (this.#bytes === null || this.#version !== this.#database.contentVersion()) this.#refresh();
    return this.#bytes ?? new Uint8Array();
  }

  #refresh(): void {
    const others = this.#database.othersVersion();
    const noted = this.#follows && others === this.#othersVersion && !this.#database.isReadOnly();
    this.#othersVersion = others;
    if (this.#bytes === null || !noted) {
      this.#follow();
      this.#bytes = new Uint8Array(this.#newestSequence() + 1);
      this.#take('');
      if (this.#follows && !this.#database.isReadOnly()) this.#forgetNoted();
    } else if (this.#anyNoted()) {
      const newest = this.#newestSequence();
      // Twice the room, so that an import does not copy all of it for each picture.
      if (newest >= this.#bytes.length) this.#bytes = grown(this.#bytes, 2 * newest);
      const changed = numberList(this.#database, 'SELECT sequence AS number FROM catalogue_noted');
      for (const sequence of changed) this.#bytes[sequence] = 0;
      this.#take('WHERE c.sequence IN (SELECT sequence FROM catalogue_noted)');
      this.#forgetNoted();
    }
    this.#version = this.#database.contentVersion();
  }

  /** From now on changed rows are noted, where that can be. */
  #follow(): void {
    if (this.#follows || this.#database.isReadOnly()) return;
    this.#database.exec('PRAGMA temp_store = MEMORY');
    this.#database.exec('CREATE TEMP TABLE catalogue_noted (sequence INTEGER PRIMARY KEY)');
    for (const [event, row] of [
      ['INSERT', 'NEW'],
      ['UPDATE OF status, read, flagged, trashed', 'NEW'],
      ['DELETE', 'OLD'],
    ] as const) {
      this.#database.exec(`CREATE TEMP TRIGGER catalogue_noted_${event.slice(0, 6).toLowerCase()}
        AFTER ${event} ON main.catalogue BEGIN
          INSERT INTO catalogue_noted SELECT ${row}.sequence
            WHERE NOT EXISTS (SELECT 1 FROM catalogue_noted n WHERE n.sequence = ${row}.sequence);
        END`);
    }
    this.#follows = true;
  }

  #take(where: string): void {
    const sql = `SELECT ${packed} AS number FROM catalogue c ${where}`;
    for (const value of numberList(this.#database, sql)) {
      if (this.#bytes) this.#bytes[Math.floor(value / placeShift)] = value % placeShift;
    }
  }

  #forgetNoted(): void {
    this.#database.run('DELETE FROM catalogue_noted');
  }

  #anyNoted(): boolean {
    const sql = 'SELECT sequence FROM catalogue_noted LIMIT 1';
    return this.#database.get(z.object({ sequence: z.int() }), sql) !== null;
  }

  #newestSequence(): number {
    return this.#database.getOne(
      z.object({ newest: z.int() }),
      'SELECT ifnull(max(sequence), 0) AS newest FROM catalogue',
    ).newest;
  }
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
