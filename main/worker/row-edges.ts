/**
 * The inside pixels of a map by the columns where a row changes sides: in turn the first of a run
 * and the first behind it. Maps have few of them, so what is told by them is told sooner than pixel
 * by pixel.
 */
export interface RowEdges {
  readonly columns: ArrayLike<number> & Iterable<number>;
  /** For each row the index of its first edge; then the number of all. */
  readonly rowStarts: ArrayLike<number> & Iterable<number>;
}

/**
 * The pixels, by index, each once and in no order, whose surroundings, up to `radius` pixels to each
 * side, hold inside and outside. They do where they hold a pair of neighbours on different sides, so
 * every pixel whose surroundings hold both of such a pair is one.
 */
export function bandOf(width: number, height: number, edges: RowEdges, radius: number): number[] {
  const seen = new Uint8Array(width * height);
  const band: number[] = [];
  /** Takes columns `left` to `right` of rows `top` to `bottom`, as far as they are there. */
  const mark = (left: number, right: number, top: number, bottom: number): void => {
    const from = Math.max(left, 0);
    const to = Math.min(right, width - 1) + 1;
    for (let y = Math.max(top, 0); y <= Math.min(bottom, height - 1); y += 1) {
      for (let pixel = y * width + from; pixel < y * width + to; pixel += 1) {
        if (seen[pixel] === 1) continue;
        seen[pixel] = 1;
        band.push(pixel);
      }
    }
  };
  const { columns, rowStarts } = edges;
  for (let y = 0; y < height; y += 1) {
    for (let edge = rowStarts[y] ?? 0; edge < (rowStarts[y + 1] ?? 0); edge += 1) {
      const x = columns[edge] ?? 0;
      if (x > 0 && x < width) mark(x - radius, x + radius - 1, y - radius, y + radius);
    }
    if (y + 1 === height) break;
    forEachDifference(edges, y, (from, to) => {
      mark(from - radius, to - 1 + radius, y + 1 - radius, y + radius);
    });
  }
  return band;
}

/** Calls back for the columns, from the first to the one behind the last, in which a row and the next differ. */
function forEachDifference(
  { columns, rowStarts }: RowEdges,
  row: number,
  callback: (from: number, to: number) => void,
): void {
  let here = rowStarts[row] ?? 0;
  let below = rowStarts[row + 1] ?? 0;
  const endHere = below;
  const endBelow = rowStarts[row + 2] ?? below;
  let from = -1;
  // From one edge of either row to the next they differ, and then they do not; edges of both at
  // one column cancel out.
  while (here < endHere || below < endBelow) {
    const edgeHere = here < endHere ? (columns[here] ?? 0) : Infinity;
    const edgeBelow = below < endBelow ? (columns[below] ?? 0) : Infinity;
    if (edgeHere <= edgeBelow) here += 1;
    if (edgeBelow <= edgeHere) below += 1;
    if (edgeHere === edgeBelow) continue;
    const edge = Math.min(edgeHere, edgeBelow);
    if (from >= 0) callback(from, edge);
    from = from >= 0 ? -1 : edge;
  }
}

interface Run {
  start: number;
  /** First column behind it. */
  end: number;
  /** Index of a run of the same component that was found earlier; its own when there is none. */
  parent: number;
  /** Pixels of the component, kept at the run that is its own parent. */
  size: number;
}

/** Pixels of the largest 4-connected component of the inside pixels, joined run by run. */
export function largestComponent({ columns, rowStarts }: RowEdges): number {
  const runs: Run[] = [];
  let rowAbove = 0;
  for (let row = 0; row + 1 < rowStarts.length; row += 1) {
    const rowHere = runs.length;
    let above = rowAbove;
    for (let edge = rowStarts[row] ?? 0; edge < (rowStarts[row + 1] ?? 0); edge += 2) {
      const start = columns[edge] ?? 0;
      const end = columns[edge + 1] ?? 0;
      const here = runs.push({ start, end, parent: runs.length, size: end - start }) - 1;
      while (above < rowHere && (runs[above]?.end ?? 0) <= start) above += 1;
      for (let near = above; near < rowHere && (runs[near]?.start ?? 0) < end; near += 1) {
        join(runs, near, here);
      }
    }
    rowAbove = rowHere;
  }
  return runs.reduce((largest, { size }) => Math.max(largest, size), 0);
}

function join(runs: Run[], a: number, b: number): void {
  const first = rootOf(runs, a);
  const second = rootOf(runs, b);
  const [into, from] = [runs[first], runs[second]];
  if (into === undefined || from === undefined || into === from) return;
  from.parent = first;
  into.size += from.size;
}

function rootOf(runs: Run[], index: number): number {
  let root = index;
  for (let run = runs[root]; run !== undefined && run.parent !== root; run = runs[root]) {
    root = run.parent;
  }
  return root;
}
