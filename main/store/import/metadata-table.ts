import { basename, parse as parsePath } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { DataSplit, MetadataColumns, PictureFacts } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';

/** Columns by the names that public collections give them; the first that occurs is taken. */
const usualNames: Readonly<Record<keyof MetadataColumns, readonly string[]>> = {
  picture: ['id', 'isic_id', 'image_id', 'image_name', 'image', 'file_name', 'filename', 'file'],
  patient: ['patient', 'patient_id'],
  lesion: ['lesion', 'lesion_id'],
  site: ['site', 'anatom_site_general', 'anatom_site_general_challenge', 'localization'],
  diagnosis: ['diagnosis', 'dx', 'diagnosis_1', 'benign_malignant'],
  split: ['split', 'set', 'subset'],
};

const splitNames: Readonly<Record<string, DataSplit>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  test: 'test',
  testing: 'test',
};

const table = z.array(z.record(z.string(), z.string()));

/** A CSV file as read: its columns and one record a row. */
export interface MetadataTable {
  columns: string[];
  rows: Record<string, string>[];
}

/** @throws AppError `bad-input` for text that is no CSV with a line of column names. */
export function readMetadataTable(text: string): MetadataTable {
  try {
    const columns: string[] = [];
    const rows = table.parse(
      parse(text, {
        bom: true,
        trim: true,
        skip_empty_lines: true,
        // Semicolons are what spreadsheets of many countries write.
        delimiter: [',', ';', '\t'],
        columns: (names: string[]) => {
          columns.push(...names);
          return names;
        },
      }),
    );
    return { columns, rows };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown cause';
    throw new AppError(
      'bad-input',
      `The metadata file is no CSV with column names in its first line: ${reason}`,
      { cause },
    );
  }
}

/** Which columns hold what, as far as their names tell. */
export function suggestColumns(columns: readonly string[]): MetadataColumns {
  const find = (names: readonly string[]): string | null => {
    for (const name of names) {
      const column = columns.find((each) => each.toLowerCase() === name);
      if (column !== undefined) return column;
    }
    return null;
  };
  return {
    picture: find(usualNames.picture),
    patient: find(usualNames.patient),
    lesion: find(usualNames.lesion),
    site: find(usualNames.site),
    diagnosis: find(usualNames.diagnosis),
    split: find(usualNames.split),
  };
}

/** What a table says of pictures, by their file names. */
export class Metadata {
  readonly #facts = new Map<string, PictureFacts>();
  readonly #unused = new Set<string>();

  /** @throws AppError `bad-input` for a column that is not there, or an unknown split. */
  constructor({ columns, rows }: MetadataTable, mapping: MetadataColumns) {
    for (const column of Object.values(mapping)) {
      if (column === null || columns.includes(column)) continue;
      throw new AppError(
        'bad-input',
        `The metadata has no column ${column}; it has: ${columns.join(', ')}.`,
      );
    }
    const { picture } = mapping;
    if (picture === null) {
      throw new AppError('bad-input', 'Say which column of the metadata names the picture.');
    }
    for (const [index, row] of rows.entries()) {
      const value = (column: string | null): string | null =>
        (column === null ? undefined : row[column]) || null;
      const name = value(picture);
      if (name === null) continue;
      this.#unused.add(name);
      this.#facts.set(name, {
        patient: value(mapping.patient),
        lesion: value(mapping.lesion),
        site: value(mapping.site),
        diagnosis: value(mapping.diagnosis),
        split: readSplit(value(mapping.split), index + 2),
      });
    }
  }

  /** Of a picture named with or without its ending; null where no row names it. */
  of(path: string): PictureFacts | null {
    for (const name of [basename(path), parsePath(path).name]) {
      const facts = this.#facts.get(name);
      if (!facts) continue;
      this.#unused.delete(name);
      return facts;
    }
    return null;
  }

  /** Rows that named no picture so far. */
  get unusedRows(): number {
    return this.#unused.size;
  }
}

function readSplit(value: string | null, line: number): DataSplit | null {
  if (value === null) return null;
  const split = splitNames[value.toLowerCase()];
  if (split) return split;
  throw new AppError(
    'bad-input',
    `Line ${String(line)} of the metadata has the split ${value}. Use train, val or test, or leave ` +
      'the column of the split out.',
  );
}
