import { percentile } from '../../shared/bootstrap.js';
import type { SetRow } from '../../shared/domain.js';

/** From one model's proposals to the masks that were accepted: medians over pictures. */
export interface EffortSummary {
  /** Corrected pictures. */
  readonly n: number;
  readonly changedPx: number;
  readonly changedShare: number;
  readonly boundary: number;
  /** Pictures whose correction began with this model's proposal. */
  readonly begun: number;
  readonly strokes: number;
  readonly seconds: number;
}

/** Null where nothing that the model segmented was corrected. */
export function effortOf(rows: readonly SetRow[], modelId: string): EffortSummary | null {
  const corrected = rows.flatMap(({ models }) => {
    const row = models[modelId];
    return row?.effort ? [{ ...row.effort, boundary: row.boundary }] : [];
  });
  if (corrected.length === 0) return null;
  const strokes = corrected.flatMap((each) => each.strokes ?? []);
  return {
    n: corrected.length,
    changedPx: median(corrected.map((each) => each.changedPx)),
    changedShare: median(corrected.map((each) => each.changedShare)),
    boundary: median(corrected.flatMap(({ boundary }) => boundary?.meanSurfaceDistance ?? [])),
    begun: strokes.length,
    strokes: median(strokes),
    seconds: median(corrected.flatMap((each) => each.seconds ?? [])),
  };
}

function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
