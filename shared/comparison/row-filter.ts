import type { SetRow } from '../../shared/domain.js';

/** Which pictures of a set are counted; null: all. */
export interface RowFilter {
  readonly size: 'small' | 'medium' | 'large' | null;
  readonly melanoma: boolean | null;
  /** The mean confidence of the models is below this. */
  readonly confidenceBelow: number | null;
  readonly site: string | null;
}

export const noFilter: RowFilter = {
  ...{ size: null, melanoma: null, confidenceBelow: null, site: null },
};

/** Shares of the field, as the slices of a report are cut. */
const sizes = { small: [0, 0.1], medium: [0.1, 0.3], large: [0.3, 1.01] } as const;

export function filterRows(rows: readonly SetRow[], filter: RowFilter): SetRow[] {
  const { size, melanoma, confidenceBelow, site } = filter;
  return rows.filter((row) => {
    const share = row.areaShare ?? -1;
    if (size !== null && !(share >= sizes[size][0] && share < sizes[size][1])) return false;
    if (melanoma !== null && row.melanoma !== melanoma) return false;
    if (confidenceBelow !== null && !(meanConfidence(row) < confidenceBelow)) return false;
    return site === null || row.site === site;
  });
}

/** Sites that are named, in order. */
export function sitesOf(rows: readonly SetRow[]): string[] {
  return [...new Set(rows.flatMap(({ site }) => site ?? []))].sort();
}

function meanConfidence({ models }: SetRow): number {
  const all = Object.values(models).map(({ confidence }) => confidence);
  return all.reduce((sum, confidence) => sum + confidence, 0) / all.length;
}
