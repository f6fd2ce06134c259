import { percentile } from '../../shared/bootstrap.js';
import { modelColour } from '../../shared/comparison/model-colours.js';

import { distributionSvg, plotSvg, type Series } from './plots.js';
import type { ComparisonReport, ModelReport } from '../../shared/comparison/report.js';
import type { ReportTexts } from './report-texts.js';

/** Every picture's Jaccard, a row a model. */
export function distribution({ models, perPicture }: ComparisonReport, texts: ReportTexts): string {
  const rows = models.map(({ id }, index) => {
    const values = perPicture.flatMap((picture) => picture.models[id]?.jaccard ?? []);
    const sorted = values.toSorted((a, b) => a - b);
    const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => percentile(sorted, share));
    const box = { lower: lower ?? 0, median: median ?? 0, upper: upper ?? 0 };
    return { name: id, colour: modelColour(index), values, box };
  });
  return distributionSvg(texts.distribution, rows);
}

const diagonal: Series = {
  name: 'equal',
  colour: '#888888',
  points: [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ],
  drawn: 'dashed',
};

/** Review, calibration, cost and one scatter a pair of models. */
export function plots(report: ComparisonReport, texts: ReportTexts): string {
  const { models, pairs, perPicture } = report;
  const unit = { xMax: 1, yMax: 1 };
  const series = (points: (model: ModelReport) => Series['points'], drawn: Series['drawn']) =>
    models.map((model, index) => ({
      name: model.id,
      colour: modelColour(index),
      points: points(model),
      drawn,
    }));
  const review = plotSvg(
    {
      title: texts.review,
      xLabel: texts.reviewed,
      yLabel: texts.found,
      ...unit,
    },
    [
      diagonal,
      ...series((m) => (m.review?.curve ?? []).map((p) => ({ x: p.reviewed, y: p.found })), 'line'),
      ...series(
        (m) => (m.review?.curve ?? []).map((p) => ({ x: p.reviewed, y: p.perfect })),
        'dashed',
      ),
    ],
  );
  const calibration = plotSvg(
    { title: texts.calibration, xLabel: texts.confidence, yLabel: 'Jaccard', ...unit },
    [
      diagonal,
      ...series(
        (m) => (m.calibration?.bins ?? []).map((b) => ({ x: b.meanConfidence, y: b.meanJaccard })),
        'line',
      ),
    ],
  );
  const slowest = Math.max(1, ...models.map(({ cost }) => cost.medianRunMs));
  const heaviest = Math.max(1, ...models.map(({ cost }) => cost.peakRssMb ?? 0));
  // A cost that was not measured has no point: at 0 it would look like the best of all.
  const costPlot = (
    title: string,
    xLabel: string,
    xMax: number,
    of: (m: ModelReport) => number | null,
  ) =>
    plotSvg(
      { title, xLabel, yLabel: texts.meanJaccard, xMax: xMax * 1.1, yMax: 1 },
      series((m) => {
        const x = of(m);
        return x === null ? [] : [{ x, y: m.meanJaccard?.value ?? 0, label: m.id }];
      }, 'points'),
    );
  const scatter = pairs.map(({ a, b }) =>
    plotSvg({ title: texts.against(a, b), xLabel: `J, ${a}`, yLabel: `J, ${b}`, ...unit }, [
      diagonal,
      {
        name: 'pictures',
        colour: modelColour(0),
        drawn: 'points',
        points: perPicture.map(({ id, models: of }) => ({
          x: of[a]?.jaccard ?? 0,
          y: of[b]?.jaccard ?? 0,
          label: id,
        })),
      },
    ]),
  );
  return `<div class="plots">${[
    review,
    calibration,
    costPlot(texts.accuracyAndTime, texts.medianMs, slowest, (m) => m.cost.medianRunMs),
    costPlot(texts.accuracyAndMemory, texts.peakMb, heaviest, (m) => m.cost.peakRssMb),
    ...scatter,
  ].join('\n')}</div>`;
}
