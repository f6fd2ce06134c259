import { markedStructures, type LesionSample, type MarkedStructure } from './lesion-sample.js';

/** Share of the lesion that has to be free of structures to count as a structureless area. */
const STRUCTURELESS_FROM = 0.1;

export interface Structures {
  readonly score: number;
  readonly found: readonly (MarkedStructure | 'structureless')[];
  /** 1 where a structure is marked, 2 where the lesion has none, 0 outside; as of the sample. */
  readonly cells: Uint8Array;
}

/**
 * Structures of the rule, from what readers marked. Where nothing is marked nothing is said, not
 * even that the lesion has no structures; dots have no segment, so they wait for the clinician.
 */
export function structuresOf({ lesion, structures }: LesionSample): Structures {
  const present = markedStructures.filter((name) =>
    structures[name].some((marked, index) => marked !== 0 && lesion[index] !== 0),
  );
  const cells = new Uint8Array(lesion.length);
  if (present.length === 0) return { score: 0, found: [], cells };
  let [area, free] = [0, 0];
  lesion.forEach((inside, index) => {
    if (inside === 0) return;
    const marked = present.some((name) => structures[name][index] !== 0);
    cells[index] = marked ? 1 : 2;
    area += 1;
    if (!marked) free += 1;
  });
  const found = [
    ...present,
    ...(free >= STRUCTURELESS_FROM * area ? (['structureless'] as const) : []),
  ];
  return { score: found.length, found, cells };
}
