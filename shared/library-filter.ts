import { z } from 'zod';
import { dataSplit, readingStatus } from './domain.js';
import { readingFilter } from './reading-record.js';

/** Which pictures of a library are shown, and in which order. Terms are in docs/glossary.md. */

const labels = z.array(z.string().min(1).max(200)).max(100).default([]);
const share = z.number().min(0).max(1);
const timeMs = z.int().nonnegative();

/** Every part narrows; what is null or empty does not. Of several labels one is enough. */
export const libraryFilter = z.object({
  status: readingStatus.nullable().default(null),
  reading: readingFilter.nullable().default(null),
  /** Beginnings of words in names, tags, facts, attributes and comments; each must be found. */
  search: z.string().max(200).default(''),
  /** Confidence of the proposal; a picture without one is then left out. */
  confidence: z.object({ least: share, most: share }).nullable().default(null),
  sites: labels,
  diagnoses: labels,
  patients: labels,
  /** All of them. */
  tags: labels,
  splits: z.array(dataSplit).max(3).default([]),
  /** First and last moment of import, both included. */
  importedFromMs: timeMs.nullable().default(null),
  importedToMs: timeMs.nullable().default(null),
  /** The trash in place of the library. */
  trashed: z.boolean().default(false),
});
export type LibraryFilter = z.infer<typeof libraryFilter>;

export const sortKey = z.enum([
  'imported',
  'name',
  'status',
  'confidence',
  'patient',
  'lesion',
  'site',
  'diagnosis',
  'split',
  'size',
]);
export type SortKey = z.infer<typeof sortKey>;

export const librarySort = z
  .object({ by: sortKey, descending: z.boolean() })
  .default({ by: 'imported', descending: false });
export type LibrarySort = z.infer<typeof librarySort>;

/** A filter and an order that a curator keeps under a name. */
export const savedView = z.object({
  name: z.string().trim().min(1).max(60),
  filter: libraryFilter,
  sort: librarySort,
});
export type SavedView = z.infer<typeof savedView>;

/** Facts by whose values a library is filtered. */
export const labelKind = z.enum(['site', 'diagnosis', 'patient', 'tag']);
export type LabelKind = z.infer<typeof labelKind>;

/** What a curator calls a picture: one line, without a comma, since tags are listed with commas. */
export const tag = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^,\n]*$/);
