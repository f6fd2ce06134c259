import { z } from 'zod';
import type { SetRow } from '../domain.js';

/** Which pictures of a set are counted; null: all. */
export const rowFilter = z.object({
  /** Of the known lesion, by its share of the field. */
  size: z.enum(['small', 'medium', 'large']).nullable(),
  melanoma: z.boolean().nullable(),
  /** The mean confidence of the models is below this. */
  confidenceBelow: z.number().min(0).max(1).nullable(),
  site: z.string().nullable(),
  tag: z.string().nullable(),
});
export type RowFilter = z.infer<typeof rowFilter>;

export const noFilter: RowFilter = {
  size: null,
  melanoma: null,
  confidenceBelow: null,
  site: null,
  tag: null,
};

/** Shares of the field, as the slices of a report are cut. */
const sizes = { small: [0, 0.1], medium: [0.1, 0.3], large: [0.3, 1.01] } as const;

export function filterRows(rows: readonly SetRow[], filter: RowFilter): SetRow[] {
  const { size, melanoma, confidenceBelow, site, tag } = filter;
  return rows.filter((row) => {
    const share = row.areaShare ?? -1;
    if (size !== null && !(share >= sizes[size][0] && share < sizes[size][1])) return false;
    if (melanoma !== null && row.melanoma !== melanoma) return false;
    if (confidenceBelow !== null && !(meanConfidence(row) < confidenceBelow)) return false;
    if (tag !== null && !row.tags.includes(tag)) return false;
    return site === null || row.site === site;
  });
}

/** What a filter leaves, as a report says it; empty where it leaves all. */
export function describeFilter(filter: RowFilter): string[] {
  const { size, melanoma, confidenceBelow, site, tag } = filter;
  return [
    ...(size === null ? [] : [`lesion size: ${size}`]),
    ...(melanoma === null ? [] : [melanoma ? 'melanoma' : 'no melanoma']),
    ...(confidenceBelow === null ? [] : [`mean confidence below ${confidenceBelow.toFixed(2)}`]),
    ...(site === null ? [] : [`site: ${site}`]),
    ...(tag === null ? [] : [`tag: ${tag}`]),
  ];
}

/** Sites that are named, in order. */
export function sitesOf(rows: readonly SetRow[]): string[] {
  return [...new Set(rows.flatMap(({ site }) => site ?? []))].sort();
}

/** Tags that are given, in order. */
export function tagsOf(rows: readonly SetRow[]): string[] {
  return [...new Set(rows.flatMap(({ tags }) => tags))].sort();
}

function meanConfidence({ models }: SetRow): number {
  const all = Object.values(models).map(({ confidence }) => confidence);
  return all.reduce((sum, confidence) => sum + confidence, 0) / all.length;
}
