/** What the farthest offset costs, where a full edge saves 1: the nearest strong edge is meant. */
const FAR = 0.35;
/** What a step of one offset between neighbouring places costs: borders are smooth. */
const BEND = 0.08;

/**
 * For each place along a closed border the offset, -band..band, at which edges are strongest for
 * the least distance and the least bending; neighbours differ by one at most. Dynamic programming
 * along the border and once more around its start, so that the ends meet.
 *
 * @param edges strength 0..1 of each offset of each place, row by row
 * @param fixed places that stay at offset 0
 */
export function cheapestOffsets(
  edges: Float32Array,
  fixed: readonly boolean[],
  band: number,
): Int32Array {
  const places = fixed.length;
  const offsets = 2 * band + 1;
  // The first and the last steps of the walk are free to find their way in.
  const lead = Math.min(places, 4 * offsets);
  const length = places + 2 * lead;
  const placeAt = (step: number): number => (step - lead + places) % places;
  const from = new Int8Array(length * offsets);
  let costs = new Float64Array(offsets);
  for (let step = 0; step < length; step += 1) {
    const place = placeAt(step);
    const next = new Float64Array(offsets);
    for (let offset = 0; offset < offsets; offset += 1) {
      let best = costs[offset] ?? Infinity;
      for (const turn of [-1, 1] as const) {
        const bent = (costs[offset + turn] ?? Infinity) + BEND;
        if (bent >= best) continue;
        best = bent;
        from[step * offsets + offset] = turn;
      }
      const distance = Math.abs(offset - band);
      const pinned = fixed[place] === true && distance > 0 ? Infinity : 0;
      const strength = edges[place * offsets + offset] ?? 0;
      next[offset] = best + (FAR * distance) / band - strength + pinned;
    }
    costs = next;
  }
  const path = new Int32Array(places);
  let offset = costs.indexOf(Math.min(...costs));
  for (let step = length - 1; step >= 0; step -= 1) {
    if (step >= lead && step < lead + places) path[placeAt(step)] = offset - band;
    offset += from[step * offsets + offset] ?? 0;
  }
  return path;
}
