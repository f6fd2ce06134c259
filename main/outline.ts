import { maskContours } from '../shared/contours.js';
import type { Revision } from '../shared/domain.js';
import { emptyMask, forEachRun, maskFromPixels, type RunLengthMask } from '../shared/labelmap.js';

/** Roles of colour of the design: proposal cyan and dashed, correction amber, truth white. */
const strokes: Readonly<Record<Revision['source'], string>> = {
  model: 'stroke="#29D3E8" stroke-dasharray="5 3"',
  reader: 'stroke="#FFC24B"',
  truth: 'stroke="#FFFFFF"',
};

const outlineSide = 320;

/**
 * The outline of a mask as an SVG with the picture's own size as its view box, so that it lies
 * exactly over any copy of the picture; the stroke is 2 CSS pixels at every scale.
 */
export function outlineSvg(mask: RunLengthMask, source: Revision['source']): string {
  return svg(
    mask.width,
    mask.height,
    `<path d="${outlinePath(mask)}" fill="none" ${strokes[source]} stroke-width="2" stroke-linejoin="round" vector-effect="non-scaling-stroke"/>`,
  );
}

/** The outline as SVG path data in the picture's pixels, as fine as a thumbnail shows it. */
export function outlinePath(mask: RunLengthMask): string {
  const small = sampleMask(mask, outlineSide);
  const scaleX = mask.width / small.width;
  const scaleY = mask.height / small.height;
  const paths = maskContours(small).map((corners) => {
    const points = corners.map(({ x, y }) => ({ x: x * scaleX, y: y * scaleY }));
    return smoothPath(points);
  });
  return paths.join('');
}

/** An outline of nothing. */
export function emptySvg(width: number, height: number): string {
  return svg(width, height, '');
}

function svg(width: number, height: number, content: string): string {
  const size = `${String(width)} ${String(height)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${size}">${content}</svg>`;
}

/** Every n-th pixel, so that neither side is longer than `maxSide`; works on the runs alone. */
export function sampleMask(mask: RunLengthMask, maxSide: number): RunLengthMask {
  const step = Math.max(mask.width, mask.height) / maxSide;
  if (step <= 1) return mask;
  const width = Math.max(1, Math.round(mask.width / step));
  const height = Math.max(1, Math.round(mask.height / step));
  if (mask.runs.length < 2) return emptyMask(width, height);
  const pixels = new Uint8Array(width * height);
  const rowOf = new Map<number, number>();
  for (let row = 0; row < height; row += 1) {
    rowOf.set(Math.floor(((row + 0.5) * mask.height) / height), row);
  }
  forEachRun(mask, (start, length) => {
    const end = start + length;
    for (let from = start; from < end;) {
      const nativeRow = Math.floor(from / mask.width);
      const rowStart = nativeRow * mask.width;
      const to = Math.min(end, rowStart + mask.width);
      const row = rowOf.get(nativeRow);
      if (row !== undefined) {
        // A sampled pixel's centre lies in the run.
        const first = Math.ceil(((from - rowStart) * width) / mask.width - 0.5);
        const last = Math.ceil(((to - rowStart) * width) / mask.width - 0.5);
        pixels.fill(1, row * width + Math.max(0, first), row * width + last);
      }
      from = to;
    }
  });
  return maskFromPixels(pixels, width, height);
}

interface Point {
  x: number;
  y: number;
}

/** A closed curve through the middles of a polygon's edges, with its corners as control points. */
function smoothPath(corners: readonly Point[]): string {
  const last = corners.at(-1);
  const first = corners[0];
  if (last === undefined || first === undefined) return '';
  const pieces = corners.map((corner, index) => {
    const next = corners[index + 1] ?? first;
    return `Q${place(corner)} ${place(middle(corner, next))}`;
  });
  return `M${place(middle(last, first))}${pieces.join('')}Z`;
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function place({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
