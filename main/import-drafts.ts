import { randomUUID } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../shared/errors.js';
import { previewRows, type ImportDraft } from '../shared/exchange.js';
import {
  readMetadataTable,
  suggestColumns,
  type MetadataTable,
} from './store/import/metadata-table.js';

/** A row for each of some hundred thousand pictures. */
const maxTableBytes = 64 * 1024 ** 2;
/** Drafts nobody discarded go when there are more. */
const maxDrafts = 20;

/** What was chosen for an import; its paths never reach the window. */
export interface Draft {
  paths: string[];
  table: (MetadataTable & { path: string }) | null;
}

/** Imports that are being put together in the window. */
export class ImportDrafts {
  readonly #drafts = new Map<string, Draft>();

  /**
   * Adds paths to a draft, or begins one. A table that lies among them, or alone in a chosen folder,
   * is taken for the pictures' where its columns name them.
   * @throws AppError `not-found` for a draft that is gone
   */
  async add(id: string | null, paths: readonly string[]): Promise<ImportDraft> {
    const draft = id === null ? { paths: [], table: null } : this.get(id);
    draft.paths.push(...paths.filter((path) => !draft.paths.includes(path)));
    draft.table ??= await findTable(paths);
    const key = id ?? randomUUID();
    this.#drafts.set(key, draft);
    for (const old of [...this.#drafts.keys()].slice(0, -maxDrafts)) this.#drafts.delete(old);
    return summaryOf(key, draft);
  }

  /** @throws AppError `bad-input` for a file that is no table, `not-found`. */
  async setTable(id: string, path: string): Promise<ImportDraft> {
    const draft = this.get(id);
    draft.table = { path, ...(await readTable(path)) };
    return summaryOf(id, draft);
  }

  /** @throws AppError `not-found`. */
  get(id: string): Draft {
    const draft = this.#drafts.get(id);
    if (draft) return draft;
    throw new AppError('not-found', 'What was chosen is forgotten. Choose the files again.');
  }

  discard(id: string): void {
    this.#drafts.delete(id);
  }
}

function summaryOf(id: string, { paths, table }: Draft): ImportDraft {
  return {
    id,
    names: paths.map((path) => basename(path)),
    table: table && {
      fileName: basename(table.path),
      columns: table.columns,
      rows: table.rows.slice(0, previewRows),
      rowCount: table.rows.length,
      suggested: suggestColumns(table.columns),
    },
  };
}

async function readTable(path: string): Promise<MetadataTable> {
  if ((await stat(path)).size > maxTableBytes) {
    throw new AppError('too-large', 'The table is larger than 64 MB. Import it in parts.');
  }
  return readMetadataTable(await readFile(path, 'utf8'));
}

/** The only CSV file among some paths and directly in the folders among them; null else. */
async function findTable(paths: readonly string[]): Promise<Draft['table']> {
  const found: string[] = [];
  for (const path of paths) {
    const inside = await readdir(path).catch(() => null);
    const names = inside?.map((name) => join(path, name)) ?? [path];
    found.push(...names.filter((name) => name.toLowerCase().endsWith('.csv')));
  }
  const [path] = found;
  if (path === undefined || found.length > 1) return null;
  try {
    const table = await readTable(path);
    return suggestColumns(table.columns).picture === null ? null : { path, ...table };
  } catch {
    // Nobody chose it as a table. As a file it is refused with its reason.
    return null;
  }
}
