import { invertMask, maskBounds, type RunLengthMask } from './labelmap.js';
import { rowSpansOf, SpanBuilder, type RowSpans } from './row-spans.js';

/**
 * Everything within `radius` pixels of the mask (centre to centre), clipped at the picture's edge.
 * @param radius whole pixels, at least 0
 */
export function growMask(mask: RunLengthMask, radius: number): RunLengthMask {
  const bounds = maskBounds(mask);
  if (bounds === null || radius < 1) return mask;
  const { width, height } = mask;
  const spans = rowSpansOf(mask);
  const halves = halfWidths(radius);
  // How many spans begin or end at each column of the row under way.
  const steps = new Int32Array(width + 1);
  const builder = new SpanBuilder(width, height);
  const top = Math.max(0, bounds.y - radius);
  const bottom = Math.min(height, bounds.y + bounds.height + radius);
  for (let row = top; row < bottom; row += 1) {
    steps.fill(0);
    let [left, right] = [width, 0];
    const lowest = Math.min(height - 1, row + radius);
    for (let source = Math.max(0, row - radius); source <= lowest; source += 1) {
      const half = halves[Math.abs(source - row)] ?? 0;
      const end = spans.first[source + 1] ?? 0;
      for (let span = spans.first[source] ?? 0; span < end; span += 1) {
        const from = Math.max(0, (spans.start[span] ?? 0) - half);
        const to = Math.min(width, (spans.end[span] ?? 0) + half);
        steps[from] = (steps[from] ?? 0) + 1;
        steps[to] = (steps[to] ?? 0) - 1;
        if (from < left) left = from;
        if (to > right) right = to;
      }
    }
    addCovered(builder, row, steps, left, right);
  }
  return builder.finish();
}

/** Spans of the columns that are covered at least once. */
function addCovered(
  builder: SpanBuilder,
  row: number,
  steps: Int32Array,
  left: number,
  right: number,
): void {
  let [covered, start] = [0, left];
  for (let column = left; column <= right; column += 1) {
    const step = steps[column] ?? 0;
    if (step === 0) continue;
    if (covered === 0) start = column;
    covered += step;
    if (covered === 0) builder.add(row, start, column);
  }
}

/**
 * What lies more than `radius` pixels from the background. The picture's edge takes nothing away:
 * a lesion that it cuts keeps its cut side.
 */
export function shrinkMask(mask: RunLengthMask, radius: number): RunLengthMask {
  return radius < 1 ? mask : invertMask(growMask(invertMask(mask), radius));
}

/**
 * Each pixel becomes what most pixels of the disk around it are (those inside the picture); with
 * as many of both it stays. Notches and spikes narrower than the radius go, straight borders stay.
 */
export function smoothMask(mask: RunLengthMask, radius: number): RunLengthMask {
  const grown = growMask(mask, radius);
  const bounds = maskBounds(grown);
  if (bounds === null || radius < 1) return mask;
  const { width, height } = mask;
  const own = rowSpansOf(mask);
  const candidates = rowSpansOf(grown);
  const certain = rowSpansOf(shrinkMask(mask, radius));
  const halves = halfWidths(radius);
  const sums = new PrefixRows(own, radius);
  const builder = new SpanBuilder(width, height);
  for (let row = bounds.y; row < bounds.y + bounds.height; row += 1) {
    sums.moveTo(row);
    const isOwn = membership(own, row);
    const isCertain = membership(certain, row);
    const end = candidates.first[row + 1] ?? 0;
    for (let span = candidates.first[row] ?? 0; span < end; span += 1) {
      let start = -1;
      const stop = candidates.end[span] ?? 0;
      for (let column = candidates.start[span] ?? 0; column <= stop; column += 1) {
        const inside =
          column < stop && (isCertain(column) || majority(sums, halves, row, column, isOwn));
        if (inside && start < 0) start = column;
        else if (!inside && start >= 0) {
          builder.add(row, start, column);
          start = -1;
        }
      }
    }
  }
  return builder.finish();
}

function majority(
  sums: PrefixRows,
  halves: Uint32Array,
  row: number,
  column: number,
  isOwn: (column: number) => boolean,
): boolean {
  const { width, height } = sums.spans;
  const radius = halves.length - 1;
  let [foreground, total] = [0, 0];
  const lowest = Math.min(height - 1, row + radius);
  for (let source = Math.max(0, row - radius); source <= lowest; source += 1) {
    const half = halves[Math.abs(source - row)] ?? 0;
    const from = Math.max(0, column - half);
    const to = Math.min(width, column + half + 1);
    foreground += sums.count(source, from, to);
    total += to - from;
  }
  if (2 * foreground === total) return isOwn(column);
  return 2 * foreground > total;
}

/** Foreground left of each column, for the rows around the one under way. */
class PrefixRows {
  private readonly rows: Uint32Array[];
  private filledTo = -1;

  constructor(
    readonly spans: RowSpans,
    private readonly radius: number,
  ) {
    this.rows = Array.from({ length: 2 * radius + 1 }, () => new Uint32Array(spans.width + 1));
  }

  /** Rows are visited downwards. */
  moveTo(row: number): void {
    const last = Math.min(this.spans.height - 1, row + this.radius);
    const start = Math.max(this.filledTo + 1, row - this.radius, 0);
    for (let next = start; next <= last; next += 1) this.fill(next);
    this.filledTo = last;
  }

  count(row: number, from: number, to: number): number {
    const sums = this.rows[row % this.rows.length];
    return sums === undefined ? 0 : (sums[to] ?? 0) - (sums[from] ?? 0);
  }

  private fill(row: number): void {
    const sums = this.rows[row % this.rows.length];
    if (sums === undefined) return;
    const { first, start, end, width } = this.spans;
    let [column, sum] = [0, 0];
    const last = first[row + 1] ?? 0;
    for (let span = first[row] ?? 0; span < last; span += 1) {
      const from = start[span] ?? 0;
      const to = end[span] ?? 0;
      sums.fill(sum, column, from + 1);
      for (column = from + 1; column <= to; column += 1) sums[column] = ++sum;
    }
    sums.fill(sum, column, width + 1);
  }
}

/** Whether a row's spans hold a column, for columns that only grow. */
function membership(spans: RowSpans, row: number): (column: number) => boolean {
  let span = spans.first[row] ?? 0;
  const last = spans.first[row + 1] ?? 0;
  return (column) => {
    while (span < last && (spans.end[span] ?? 0) <= column) span += 1;
    return span < last && (spans.start[span] ?? 0) <= column;
  };
}

/** Half the width of a disk at each distance from its middle row. */
function halfWidths(radius: number): Uint32Array {
  return Uint32Array.from({ length: radius + 1 }, (_value, distance) =>
    Math.floor(Math.sqrt(radius * radius - distance * distance)),
  );
}
