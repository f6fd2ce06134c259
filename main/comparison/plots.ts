import { escapeHtml } from './html.js';

/** A line or set of points of one plot, in the plot's own units. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly label?: string }[];
  readonly drawn: 'line' | 'dashed' | 'points';
}

export interface PlotOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Upper ends of the axes, which begin at 0. */
  readonly xMax: number;
  readonly yMax: number;
}

const width = 360;
const height = 300;
const margin = { left: 48, right: 12, top: 28, bottom: 44 };
const ticks = 5;

/** An XY plot as inline SVG: no script, no network. Points carry their label as a tooltip. */
export function plotSvg(options: PlotOptions, series: readonly Series[]): string {
  const { title, xLabel, yLabel, xMax, yMax } = options;
  const innerWidth = width - margin.left - margin.right;
  const innerHeight = height - margin.top - margin.bottom;
  const x = (value: number): number => margin.left + (value / xMax) * innerWidth;
  const y = (value: number): number => margin.top + innerHeight - (value / yMax) * innerHeight;
  const axes = Array.from({ length: ticks + 1 }, (_, tick) => {
    const [atX, atY] = [(tick / ticks) * xMax, (tick / ticks) * yMax];
    return (
      line(x(atX), y(0), x(atX), y(yMax), 'grid') +
      line(x(0), y(atY), x(xMax), y(atY), 'grid') +
      text(x(atX), height - margin.bottom + 14, 'middle', tickText(atX, xMax)) +
      text(margin.left - 5, y(atY) + 4, 'end', tickText(atY, yMax))
    );
  });
  const drawn = series.map(({ colour, points, drawn: kind }) =>
    kind === 'points'
      ? points.map((point) => dot(x(point.x), y(point.y), colour, point.label)).join('')
      : `<polyline class="${kind}" stroke="${colour}" points="${points.map((p) => `${x(p.x).toFixed(1)},${y(p.y).toFixed(1)}`).join(' ')}"/>`,
  );
  return [
    `<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">`,
    `<text class="title" x="${margin.left}" y="16">${escapeHtml(title)}</text>`,
    ...axes,
    text(margin.left + innerWidth / 2, height - 10, 'middle', escapeHtml(xLabel)),
    `<text text-anchor="middle" transform="translate(12 ${margin.top + innerHeight / 2}) rotate(-90)">${escapeHtml(yLabel)}</text>`,
    ...drawn,
    '</svg>',
  ].join('\n');
}

/** One row a model: its five-number box of values in 0..1 with every value as a faint dot. */
export function distributionSvg(
  title: string,
  rows: readonly { name: string; colour: string; values: readonly number[]; box: Box }[],
): string {
  const rowHeight = 34;
  const total = margin.top + rows.length * rowHeight + 30;
  const nameWidth = 130;
  const wide = 720;
  const x = (value: number): number => nameWidth + value * (wide - nameWidth - 16);
  const grid = Array.from({ length: ticks * 2 + 1 }, (_, tick) => {
    const value = tick / (ticks * 2);
    return (
      line(x(value), margin.top, x(value), total - 26, 'grid') +
      text(x(value), total - 12, 'middle', value.toFixed(1))
    );
  });
  const bodies = rows.map(({ name, colour, values, box }, index) => {
    const middle = margin.top + (index + 0.5) * rowHeight;
    const dots = values.map((value, at) => {
      const y = middle + (((at * 7) % 11) - 5) * 2;
      return `<circle cx="${x(value).toFixed(1)}" cy="${y.toFixed(1)}" r="1.6" fill="${colour}" opacity="0.35"/>`;
    });
    const boxWidth = Math.max(1, x(box.upper) - x(box.lower));
    return [
      text(nameWidth - 8, middle + 4, 'end', escapeHtml(name)),
      ...dots,
      `<rect x="${x(box.lower).toFixed(1)}" y="${(middle - 9).toFixed(1)}" width="${boxWidth.toFixed(1)}" height="18" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
      `<line x1="${x(box.median).toFixed(1)}" x2="${x(box.median).toFixed(1)}" y1="${middle - 9}" y2="${middle + 9}" stroke="${colour}" stroke-width="3"/>`,
    ].join('');
  });
  return `<svg class="wide" viewBox="0 0 ${wide} ${total}" role="img" aria-label="${escapeHtml(title)}"><text class="title" x="0" y="16">${escapeHtml(title)}</text>${grid.join('')}${bodies.join('\n')}</svg>`;
}

/** Quartiles. */
export interface Box {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line class="${kind}" x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"/>`;
}

function text(x: number, y: number, anchor: 'middle' | 'end', content: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${content}</text>`;
}

function dot(x: number, y: number, colour: string, label: string | undefined): string {
  const title = label === undefined ? '' : `<title>${escapeHtml(label)}</title>`;
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}" fill-opacity="0.55">${title}</circle>`;
}

function tickText(value: number, max: number): string {
  if (max <= 1) return value.toFixed(1);
  return max < 10 ? value.toFixed(1) : String(Math.round(value));
}
