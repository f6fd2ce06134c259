import { invertMask, type RunLengthMask } from './labelmap.js';
import { rowSpansOf, SpanBuilder, type RowSpans } from './row-spans.js';

/** Pixels that touch at a side (4) or also at a corner (8). */
type Connectivity = 4 | 8;

interface Component {
  area: number;
  /** It reaches the picture's edge. */
  atEdge: boolean;
}

interface Labelled {
  readonly spans: RowSpans;
  /** For each span the index of its component. */
  readonly label: Uint32Array;
  /** In the order in which reading row by row meets them. */
  readonly components: readonly Component[];
}

/** Number of connected parts, where pixels that meet at a corner are connected. */
export function countIslands(mask: RunLengthMask): number {
  return label(mask, 8).components.length;
}

/** Without the parts of fewer than `pixels` pixels. Pixels that meet at a corner are connected. */
export function removeIslands(mask: RunLengthMask, pixels: number): RunLengthMask {
  return select(label(mask, 8), ({ area }) => area >= pixels);
}

/** Only the largest part; of parts of one size the one whose first row is uppermost. */
export function keepLargest(mask: RunLengthMask): RunLengthMask {
  const labelled = label(mask, 8);
  const largest = labelled.components.reduce<Component | null>(
    (best, component) => (best === null || component.area > best.area ? component : best),
    null,
  );
  return select(labelled, (component) => component === largest);
}

/**
 * With its holes filled: background that no path of side steps leads out of. What the picture's
 * edge cuts open is no hole.
 */
export function fillHoles(mask: RunLengthMask): RunLengthMask {
  return invertMask(select(label(invertMask(mask), 4), ({ atEdge }) => atEdge));
}

/** The islands of a mask, found once. Pixels that meet at a side or a corner are one island. */
export interface Islands {
  readonly mask: RunLengthMask;
  readonly count: number;
  /** Which island holds a pixel, from 0 in the order of rows; null where the mask does not. */
  readonly at: (x: number, y: number) => number | null;
  /** One of them as a mask; empty where there is none of that number. */
  readonly island: (index: number) => RunLengthMask;
}

export function islandsOf(mask: RunLengthMask): Islands {
  const labelled = label(mask, 8);
  const { spans, label: labels, components } = labelled;
  return {
    mask,
    count: components.length,
    at: (x, y) => {
      if (y < 0 || y >= spans.height) return null;
      const end = spans.first[y + 1] ?? 0;
      for (let span = spans.first[y] ?? 0; span < end; span += 1) {
        if (x >= (spans.start[span] ?? 0) && x < (spans.end[span] ?? 0)) return labels[span] ?? 0;
      }
      return null;
    },
    island: (index) => {
      const found = components[index];
      return select(labelled, (component) => component === found);
    },
  };
}

/** The part that holds this pixel; null where the mask does not. */
export function componentAt(mask: RunLengthMask, x: number, y: number): RunLengthMask | null {
  const islands = islandsOf(mask);
  const index = islands.at(x, y);
  return index === null ? null : islands.island(index);
}

/** One pixel of each part with the part's area, the largest first. */
export function partsOf(mask: RunLengthMask): { x: number; y: number; area: number }[] {
  const { spans, label: labels, components } = label(mask, 8);
  const parts = new Map<number, { x: number; y: number; area: number }>();
  for (let y = 0; y < spans.height; y += 1) {
    const end = spans.first[y + 1] ?? 0;
    for (let span = spans.first[y] ?? 0; span < end; span += 1) {
      const index = labels[span] ?? 0;
      if (parts.has(index)) continue;
      parts.set(index, { x: spans.start[span] ?? 0, y, area: components[index]?.area ?? 0 });
    }
  }
  return [...parts.values()].sort((a, b) => b.area - a.area);
}

function select(
  { spans, label: labels, components }: Labelled,
  keep: (component: Component) => boolean,
): RunLengthMask {
  const kept = components.map(keep);
  const builder = new SpanBuilder(spans.width, spans.height);
  for (let row = 0; row < spans.height; row += 1) {
    const end = spans.first[row + 1] ?? 0;
    for (let span = spans.first[row] ?? 0; span < end; span += 1) {
      if (kept[labels[span] ?? 0] !== true) continue;
      builder.add(row, spans.start[span] ?? 0, spans.end[span] ?? 0);
    }
  }
  return builder.finish();
}

/** Union of spans that touch the spans of the row above. */
function label(mask: RunLengthMask, connectivity: Connectivity): Labelled {
  const spans = rowSpansOf(mask);
  const { first, start, end, width, height } = spans;
  const reach = connectivity === 8 ? 1 : 0;
  const parent = Uint32Array.from(start, (_value, index) => index);
  for (let row = 1; row < height; row += 1) {
    let above = first[row - 1] ?? 0;
    const aboveEnd = first[row] ?? 0;
    const hereEnd = first[row + 1] ?? 0;
    for (let here = aboveEnd; here < hereEnd; here += 1) {
      const from = start[here] ?? 0;
      const to = end[here] ?? 0;
      while (above < aboveEnd && (end[above] ?? 0) + reach <= from) above += 1;
      let touching = above;
      while (touching < aboveEnd && (start[touching] ?? 0) < to + reach) {
        join(parent, touching, here);
        touching += 1;
      }
    }
  }
  return number(spans, parent, width, height);
}

function number(spans: RowSpans, parent: Uint32Array, width: number, height: number): Labelled {
  const labels = new Uint32Array(parent.length);
  const components: Component[] = [];
  const numbers = new Map<number, number>();
  for (let row = 0; row < height; row += 1) {
    const rowEnd = spans.first[row + 1] ?? 0;
    for (let span = spans.first[row] ?? 0; span < rowEnd; span += 1) {
      const root = find(parent, span);
      let index = numbers.get(root);
      if (index === undefined) {
        index = components.push({ area: 0, atEdge: false }) - 1;
        numbers.set(root, index);
      }
      labels[span] = index;
      const component = components[index];
      if (component === undefined) continue;
      const [from, to] = [spans.start[span] ?? 0, spans.end[span] ?? 0];
      component.area += to - from;
      if (row === 0 || row === height - 1 || from === 0 || to === width) component.atEdge = true;
    }
  }
  return { spans, label: labels, components };
}

function join(parent: Uint32Array, a: number, b: number): void {
  const [rootA, rootB] = [find(parent, a), find(parent, b)];
  // The earlier span is the root, so that components keep the order in which they are met.
  if (rootA < rootB) parent[rootB] = rootA;
  else parent[rootA] = rootB;
}

function find(parent: Uint32Array, index: number): number {
  let root = index;
  for (let up = parent[root] ?? root; up !== root; up = parent[root] ?? root) {
    parent[root] = parent[up] ?? up;
    root = up;
  }
  return root;
}
