import { metricDefinitions, metricAveraging, type MetricName } from '../../shared/agreement.js';
import type { Interval } from '../../shared/bootstrap.js';
import { boundaryDefinitions } from '../../shared/comparison/boundary.js';
import { modelColour } from '../../shared/comparison/model-colours.js';
import { escapeHtml, htmlTable } from './html.js';
import { distribution, plots } from './report-plots.js';
import type { ComparisonReport, ModelReport } from '../../shared/comparison/report.js';
import { reportStyle } from './report-style.js';

/**
 * A comparison as one HTML file that needs no other file and no network.
 * @param figures pictures with outlines, as HTML
 */
export function reportHtml(report: ComparisonReport, figures: readonly string[]): string {
  const { models, pictures, split, only, createdAt, notice } = report;
  const scored = models.some(({ meanJaccard }) => meanJaccard !== undefined);
  const of = split === null ? '' : ` of ${escapeHtml(split)}`;
  const which = only.length === 0 ? '' : ` Only ${escapeHtml(only.join(', '))}.`;
  const body = [
    '<h1>Models side by side</h1>',
    `<p>${pictures} pictures${of}; every model on the same ones.${which} ${escapeHtml(createdAt)}. ${escapeHtml(notice)}</p>`,
    legend(models),
    ...(scored ? [scoreTable(report, 'native'), scoreTable(report, '256')] : []),
    pairTable(report),
    ...(scored ? [distribution(report), plots(report), sliceTable(models)] : []),
    costTable(models),
    notes(report),
    figures.length > 0 ? `<h2>Pictures</h2><div class="pictures">${figures.join('\n')}</div>` : '',
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Models side by side</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>${reportStyle}</style></head>
<body>${body.join('\n')}</body></html>
`;
}

function legend(models: readonly ModelReport[]): string {
  const names = models.map(
    ({ id, version }, index) => `<li>${swatch(index)}${escapeHtml(`${id} ${version}`)}</li>`,
  );
  return `<ul class="legend">${names.join('')}<li><i class="known"></i>known mask</li></ul>`;
}

function swatch(index: number): string {
  return `<i style="background:${modelColour(index)}"></i>`;
}

function scoreTable({ models }: ComparisonReport, resolution: 'native' | '256'): string {
  const names = Object.keys(metricDefinitions) as MetricName[];
  const boundary = Object.keys(boundaryDefinitions) as (keyof typeof boundaryDefinitions)[];
  const rows = names.map((name) => [
    metricHead(name, metricDefinitions[name], metricAveraging[name]),
    ...models.map((model) => shown((resolution === 'native' ? model : model.at256)?.[name])),
  ]);
  const boundaryRows = boundary.map((name) => [
    metricHead(name, boundaryDefinitions[name], 'per image'),
    ...models.map((model) => shown(model.at256?.[name])),
  ]);
  const caption =
    resolution === 'native'
      ? 'Scores at the pictures’ own size, with 95 % intervals over pictures'
      : 'Scores with all masks reduced to 256 x 256';
  return htmlTable(
    ['score', ...models.map(({ id }) => escapeHtml(id))],
    resolution === 'native' ? rows : [...rows, ...boundaryRows],
    caption,
  );
}

function metricHead(name: string, definition: string, averaging: string): string {
  return `<abbr title="${escapeHtml(definition)}">${name}</abbr> <small>${averaging}</small>`;
}

function shown(interval: Interval | undefined, digits = 4): string {
  if (interval === undefined) return '';
  const { value, low, high } = interval;
  return `${value.toFixed(digits)} <small>[${low.toFixed(digits)}, ${high.toFixed(digits)}]</small>`;
}

function pairTable({ pairs }: ComparisonReport): string {
  const rows = pairs.map(({ a, b, meanIou, against }) => [
    `${escapeHtml(a)} against ${escapeHtml(b)}`,
    shown(meanIou),
    ...(against
      ? [
          shown(against.meanDifference),
          `${against.wins} / ${against.losses} / ${against.draws}`,
          probability(against.signedRank.p),
          probability(against.signedRank.pHolm),
        ]
      : ['', '', '', '']),
  ]);
  return htmlTable(
    ['pair', 'IoU of the two', 'J first - second', 'win / loss / draw', 'p', 'p, Holm'],
    rows,
    'Pairs: Wilcoxon’s signed-rank test of the Jaccards, adjusted after Holm',
  );
}

function probability(p: number): string {
  return p < 0.0001 ? p.toExponential(1) : p.toFixed(4);
}

function sliceTable(models: readonly ModelReport[]): string {
  const cuts = [
    ...new Set(
      models.flatMap(({ slices = [] }) => slices.map(({ by, slice }) => `${by}: ${slice}`)),
    ),
  ];
  const rows = cuts.map((cut) => [
    escapeHtml(cut),
    ...models.map(({ slices = [] }) => {
      const found = slices.find(({ by, slice }) => `${by}: ${slice}` === cut);
      if (found === undefined) return '';
      const failed = `${(found.failureRate * 100).toFixed(0)} % failed`;
      return `${shown(found.meanJaccard, 3)} <small>n ${found.n}, ${failed}</small>`;
    }),
  ]);
  return htmlTable(
    ['slice', ...models.map(({ id }) => escapeHtml(id))],
    rows,
    'Mean J by kind of picture; failed: J below 0.65',
  );
}

function costTable(models: readonly ModelReport[]): string {
  const rows = models.map(({ id, cost, meanJaccard, meanConfidence, review, calibration }) => [
    escapeHtml(id),
    meanJaccard === undefined ? '' : meanJaccard.value.toFixed(4),
    `${cost.medianRunMs.toFixed(1)} / ${cost.p95RunMs.toFixed(1)}`,
    cost.medianTotalMs?.toFixed(1) ?? '',
    cost.peakRssMb?.toFixed(0) ?? '',
    cost.params?.toLocaleString('en') ?? '',
    cost.macs?.toLocaleString('en') ?? '',
    meanConfidence.value.toFixed(3),
    calibration === undefined ? '' : calibration.expectedError.toFixed(3),
    [review?.gain20, review?.gain40].map((gain) => gain?.toFixed(2) ?? '').join(' / '),
  ]);
  return htmlTable(
    [
      ...['model', 'mean J', 'network ms, median / p95', 'all ms, median', 'peak MB'],
      ...['parameters', 'MACs', 'mean confidence', 'calibration error', 'review gain at 20 / 40 %'],
    ],
    rows,
    'Cost beside accuracy, and what the confidence is worth',
  );
}

function notes({ rejected, failures, definitions }: ComparisonReport): string {
  const list = (title: string, lines: readonly string[]): string =>
    lines.length === 0
      ? ''
      : `<h2>${title}</h2><ul>${lines.map((l) => `<li>${l}</li>`).join('')}</ul>`;
  return [
    list(
      'Rejected rows',
      rejected.map(({ model, reason }) => escapeHtml(`${model}: ${reason}`)),
    ),
    list(
      'Pictures that failed',
      failures.map(({ model, id, message }) => escapeHtml(`${id}, ${model}: ${message}`)),
    ),
    list(
      'Definitions',
      Object.entries(definitions).map(([name, text]) => `<b>${name}</b>: ${escapeHtml(text)}`),
    ),
  ].join('\n');
}
