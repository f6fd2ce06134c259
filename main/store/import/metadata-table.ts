import { basename, dirname, join, parse as parsePath } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { DataSplit, MetadataColumns, PictureFacts, Refusal } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import { endsWithPath } from './layouts/file-names.js';

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

interface Row {
  /** In the file, the names of the columns being the first. */
  line: number;
  /** Folders, where the table has them, and the picture's name with or without ending. */
  parts: readonly string[];
  facts: PictureFacts;
}

/** What a table says of one picture. */
export type StatedFacts =
  | { kind: 'stated'; facts: PictureFacts }
  /** Several rows name the picture and do not say the same, so none of them counts. */
  | { kind: 'contradictory'; lines: readonly number[] };

/** What a table says of pictures, by their paths or names. */
export class Metadata {
  readonly #rows = new Map<string, Row[]>();
  readonly #unused = new Set<Row>();

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
    for (const [index, cells] of rows.entries()) {
      const value = (column: string | null): string | null =>
        (column === null ? undefined : cells[column]) || null;
      const parts = partsOf(value(picture) ?? '');
      const name = parts.at(-1);
      if (name === undefined) continue;
      const line = index + 2;
      const facts = {
        patient: value(mapping.patient),
        lesion: value(mapping.lesion),
        site: value(mapping.site),
        diagnosis: value(mapping.diagnosis),
        split: readSplit(value(mapping.split), line),
      };
      const row = { line, parts, facts };
      this.#unused.add(row);
      const alike = this.#rows.get(name);
      if (alike) alike.push(row);
      else this.#rows.set(name, [row]);
    }
  }

  /**
   * Of a picture named with or without its ending, by its last folders too where the table has
   * them; the row with the most folders counts. Null where no row names it.
   */
  of(path: string): StatedFacts | null {
    const withoutEnding = join(dirname(path), parsePath(path).name);
    const found = [...new Set([path, withoutEnding])].flatMap((named) =>
      (this.#rows.get(basename(named)) ?? []).filter(({ parts }) =>
        endsWithPath(named, parts.join('/')),
      ),
    );
    const most = Math.max(...found.map(({ parts }) => parts.length));
    const rows = found.filter(({ parts }) => parts.length === most);
    const [first] = rows;
    if (first === undefined) return null;
    for (const row of rows) this.#unused.delete(row);
    if (rows.every(({ facts }) => isDeepStrictEqual(facts, first.facts))) {
      return { kind: 'stated', facts: first.facts };
    }
    return { kind: 'contradictory', lines: rows.map(({ line }) => line) };
  }

  /** Rows that named no picture so far. */
  get unusedRows(): number {
    return this.#unused.size;
  }
}

/** What is told of a picture whose rows contradict each other; null of any other. */
export function contradictionOf(metadata: Metadata | undefined, path: string): Refusal | null {
  const stated = metadata?.of(path);
  if (stated?.kind !== 'contradictory') return null;
  return {
    fileName: basename(path),
    code: 'bad-input',
    reason:
      `Lines ${stated.lines.join(', ')} of the metadata name this picture and do not say the same, so ` +
      'none of them was used. Leave one, or name pictures with their folders.',
  };
}

/** The folders and the name in a path as any system writes it. */
function partsOf(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
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
