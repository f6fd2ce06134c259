import { describe, expect, test } from 'vitest';
import { effortOf } from '../../../renderer/set-run/effort-summary.js';
import {
  describeFilter,
  filterRows,
  noFilter,
  sitesOf,
  tagsOf,
} from '../../../shared/comparison/row-filter.js';
import { setReport } from '../../../shared/comparison/set-report.js';
import type { SetRow } from '../../../shared/domain.js';

const counts = { tp: 80, fp: 10, fn: 10, tn: 900 };

function row(id: string, change: Partial<SetRow>, strokes: number | null = null): SetRow {
  const effort = { changedPx: 20, changedShare: 0.2, strokes, seconds: strokes };
  const boundary = { hausdorff95: 3, meanSurfaceDistance: 1, surfaceDice: 0.9 };
  const scored = { native: counts, reduced: counts, boundary, effort };
  return {
    id,
    fileName: id,
    areaShare: 0.2,
    melanoma: null,
    site: null,
    diagnosis: null,
    reference: 'correction',
    ious: [],
    tags: [],
    models: { a: { confidence: 0.7, runMs: 5, totalMs: null, ...scored } },
    ...change,
  };
}

describe('filters', () => {
  const rows = [
    row('small', { areaShare: 0.05, site: 'back' }),
    row('large', { areaShare: 0.6, melanoma: true }),
    row('unknown', { areaShare: null, melanoma: false, tags: ['hair', 'ruler'] }),
  ];
  const ids = (filter: Partial<typeof noFilter>) =>
    filterRows(rows, { ...noFilter, ...filter }).map(({ id }) => id);

  test('leave pictures of one kind', () => {
    expect(ids({})).toHaveLength(3);
    expect(ids({ size: 'small' })).toEqual(['small']);
    expect(ids({ melanoma: true })).toEqual(['large']);
    expect(ids({ site: 'back' })).toEqual(['small']);
    expect(ids({ confidenceBelow: 0.65 })).toEqual([]);
    expect(ids({ tag: 'hair' })).toEqual(['unknown']);
    expect(sitesOf(rows)).toEqual(['back']);
    expect(tagsOf(rows)).toEqual(['hair', 'ruler']);
  });

  test('say in words what they leave', () => {
    expect(describeFilter(noFilter)).toEqual([]);
    expect(
      describeFilter({
        size: 'large',
        melanoma: false,
        confidenceBelow: 0.65,
        site: 'back',
        tag: 'hair',
      }),
    ).toEqual([
      'lesion size: large',
      'no melanoma',
      'mean confidence below 0.65',
      'site: back',
      'tag: hair',
    ]);
  });
});

test('effort is over the corrected pictures, strokes over those begun from the model', () => {
  const rows = [row('1', {}, 4), row('2', {}, 8), row('3', {})];
  expect(effortOf(rows, 'a')).toMatchObject({ n: 3, changedPx: 20, begun: 2, strokes: 6 });
  expect(effortOf(rows, 'b')).toBeNull();
});

test('a report labels its scores and rejects stated ones that no measurement gives', () => {
  const one = { value: 0.8, low: 0.7, high: 0.9 };
  const stated = { meanJaccard: one, meanDice: { ...one, value: 0.95 } };
  const model = { id: 'a', version: '1', sha256: 'f'.repeat(64), params: null, macs: null };
  const report = setReport({
    models: [{ ...model, provider: 'cpu', peakRssMb: null, stated }],
    rows: [row('1', {}), row('2', {})],
    split: null,
    failures: [],
    createdAt: new Date(0),
  });
  expect(report.models[0]?.meanJaccard).toMatchObject({
    value: 0.8,
    averaging: 'per image',
    resolution: 'native',
  });
  expect(report.models[0]?.stated).toBeNull();
  expect(report.rejected[0]?.reason).toMatch(/2J/);
});
