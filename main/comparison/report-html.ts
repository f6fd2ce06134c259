import {
  metricDefinitions,
  metricAveraging,
  type Averaging,
  type MetricName,
} from '../../shared/agreement.js';
import type { Interval } from '../../shared/bootstrap.js';
import { boundaryDefinitions } from '../../shared/comparison/boundary.js';
import { modelColour } from '../../shared/comparison/model-colours.js';
import { escapeHtml, htmlTable } from './html.js';
import { distribution, plots } from './report-plots.js';
import {
  sliceIds,
  type ComparisonReport,
  type ModelReport,
} from '../../shared/comparison/report.js';
import { reportStyle } from './report-style.js';
import type { ReportTexts } from './report-texts.js';

/**
 * A comparison as one HTML file that needs no other file and no network.
 * @param figures pictures with outlines, as HTML
 */
export function reportHtml(
  report: ComparisonReport,
  figures: readonly string[],
  texts: ReportTexts,
): string {
  const { models, pictures, split, only, createdAt } = report;
  const scored = models.some(({ meanJaccard }) => meanJaccard !== undefined);
  const of = escapeHtml(split ?? '');
  const which = only.length === 0 ? '' : ` ${texts.only(escapeHtml(only.join(', ')))}`;
  const body = [
    `<h1>${texts.title}</h1>`,
    `<p>${texts.summary(pictures, of)}${which} ${escapeHtml(createdAt)}. ${texts.notice}</p>`,
    legend(models, texts),
    ...(scored ? [scoreTable(report, 'native', texts), scoreTable(report, '256', texts)] : []),
    pairTable(report, texts),
    ...(scored
      ? [distribution(report, texts), plots(report, texts), sliceTable(models, texts)]
      : []),
    costTable(models, texts),
    notes(report, texts),
    figures.length > 0
      ? `<h2>${texts.pictures}</h2><div class="pictures">${figures.join('\n')}</div>`
      : '',
  ];
  return `<!doctype html>
<html lang="${texts.language}"><head><meta charset="utf-8"><title>${texts.title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>${reportStyle}</style></head>
<body>${body.join('\n')}</body></html>
`;
}

function legend(models: readonly ModelReport[], { knownMask }: ReportTexts): string {
  const names = models.map(
    ({ id, version }, index) => `<li>${swatch(index)}${escapeHtml(`${id} ${version}`)}</li>`,
  );
  return `<ul class="legend">${names.join('')}<li><i class="known"></i>${knownMask}</li></ul>`;
}

function swatch(index: number): string {
  return `<i style="background:${modelColour(index)}"></i>`;
}

function scoreTable(
  { models, definitions }: ComparisonReport,
  resolution: 'native' | '256',
  texts: ReportTexts,
): string {
  const head = (name: string, averaging: Averaging): string => {
    const definition = texts.definitionOf[name] ?? definitions[name] ?? '';
    const how = texts.averaging[averaging];
    return `<abbr title="${escapeHtml(definition)}">${name}</abbr> <small>${how}</small>`;
  };
  const names = Object.keys(metricDefinitions) as MetricName[];
  const boundary = Object.keys(boundaryDefinitions) as (keyof typeof boundaryDefinitions)[];
  const rows = names.map((name) => [
    head(name, metricAveraging[name]),
    ...models.map((model) => shown((resolution === 'native' ? model : model.at256)?.[name])),
  ]);
  const boundaryRows = boundary.map((name) => [
    head(name, 'per image'),
    ...models.map((model) => shown(model.at256?.[name])),
  ]);
  return htmlTable(
    [texts.score, ...models.map(({ id }) => escapeHtml(id))],
    resolution === 'native' ? rows : [...rows, ...boundaryRows],
    resolution === 'native' ? texts.scoresNative : texts.scores256,
  );
}

function shown(interval: Interval | undefined, digits = 4): string {
  if (interval === undefined) return '';
  const { value, low, high } = interval;
  return `${value.toFixed(digits)} <small>[${low.toFixed(digits)}, ${high.toFixed(digits)}]</small>`;
}

function pairTable({ pairs }: ComparisonReport, texts: ReportTexts): string {
  const rows = pairs.map(({ a, b, meanIou, against }) => [
    texts.against(escapeHtml(a), escapeHtml(b)),
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
  return htmlTable(texts.pairHead, rows, texts.pairs);
}

function probability(p: number): string {
  return p < 0.0001 ? p.toExponential(1) : p.toFixed(4);
}

function sliceTable(models: readonly ModelReport[], texts: ReportTexts): string {
  const cuts = sliceIds.filter((id) =>
    models.some(({ slices = [] }) => slices.some((slice) => slice.id === id)),
  );
  const rows = cuts.map((cut) => [
    texts.sliceNames[cut],
    ...models.map(({ slices = [] }) => {
      const found = slices.find(({ id }) => id === cut);
      if (found === undefined) return '';
      const failed = texts.failed((found.failureRate * 100).toFixed(0));
      return `${shown(found.meanJaccard, 3)} <small>n ${found.n}, ${failed}</small>`;
    }),
  ]);
  return htmlTable([texts.slice, ...models.map(({ id }) => escapeHtml(id))], rows, texts.slices);
}

function costTable(models: readonly ModelReport[], texts: ReportTexts): string {
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
  return htmlTable(texts.costHead, rows, texts.costs);
}

function notes({ rejected, failures, definitions }: ComparisonReport, texts: ReportTexts): string {
  const list = (title: string, lines: readonly string[]): string =>
    lines.length === 0
      ? ''
      : `<h2>${title}</h2><ul>${lines.map((l) => `<li>${l}</li>`).join('')}</ul>`;
  return [
    list(
      texts.rejected,
      rejected.map(({ model, reason }) => escapeHtml(`${model}: ${reason}`)),
    ),
    list(
      texts.failures,
      failures.map(({ model, id, message }) => escapeHtml(`${id}, ${model}: ${message}`)),
    ),
    list(
      texts.definitions,
      Object.entries(definitions).map(
        ([name, text]) => `<b>${name}</b>: ${escapeHtml(texts.definitionOf[name] ?? text)}`,
      ),
    ),
  ].join('\n');
}
