/** A step to a side costs five times the price of the cell, one over a corner seven times. */
const STRAIGHT = 5;
const DIAGONAL = 7;
/** Above the dearest step: prices are at most 25. */
const BUCKETS = 256;

interface Prices {
  readonly width: number;
  readonly height: number;
  /** What entering each cell costs, 1..25, row by row. */
  readonly prices: Uint8Array;
}

/**
 * For each cell the one before it on the cheapest way from `start`, over sides and corners; `start`
 * is before itself. Dijkstra's search with a ring of buckets, as costs are small whole numbers.
 */
export function cheapestWays({ width, height, prices }: Prices, start: number): Int32Array {
  const before = new Int32Array(prices.length).fill(-1);
  const costs = new Uint32Array(prices.length).fill(0xffffffff);
  const buckets: number[][] = Array.from({ length: BUCKETS }, () => []);
  costs[start] = 0;
  before[start] = start;
  buckets[0]?.push(start);
  let waiting = 1;
  for (let cost = 0; waiting > 0; cost += 1) {
    const bucket = buckets[cost % BUCKETS] ?? [];
    for (let cell = bucket.pop(); cell !== undefined; cell = bucket.pop()) {
      waiting -= 1;
      // A cheaper way to it was found after it was put here.
      if (costs[cell] !== cost) continue;
      const row = Math.floor(cell / width);
      const column = cell - row * width;
      for (let toRow = Math.max(0, row - 1); toRow <= Math.min(height - 1, row + 1); toRow += 1) {
        const last = Math.min(width - 1, column + 1);
        for (let toColumn = Math.max(0, column - 1); toColumn <= last; toColumn += 1) {
          const to = toRow * width + toColumn;
          const length = toRow === row || toColumn === column ? STRAIGHT : DIAGONAL;
          const total = cost + length * (prices[to] ?? 0);
          if (total >= (costs[to] ?? 0)) continue;
          costs[to] = total;
          before[to] = cell;
          buckets[total % BUCKETS]?.push(to);
          waiting += 1;
        }
      }
    }
  }
  return before;
}

/** The cells from the start of the search to `end`, both included. */
export function wayTo(before: Int32Array, end: number): number[] {
  const cells = [end];
  for (let cell = end; ;) {
    const previous = before[cell] ?? cell;
    if (previous === cell || previous < 0) break;
    cells.push(previous);
    cell = previous;
  }
  return cells.reverse();
}
