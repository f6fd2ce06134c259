import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  countAgreement,
  dice,
  jaccard,
  metricDefinitions,
  summariseAgreement,
} from '../../shared/agreement.js';
import { maskToPixels } from '../../shared/labelmap.js';

/** The same cases hold the metrics of models/training to the same numbers. */
const shared = z
  .object({
    cases: z.array(
      z.object({
        name: z.string(),
        width: z.int(),
        height: z.int(),
        predicted: z.array(z.int()),
        truth: z.array(z.int()),
        expected: z.record(z.string(), z.number()),
      }),
    ),
    summary: z.record(z.string(), z.number()),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../fixtures/metrics/cases.json', import.meta.url), 'utf8')),
  );

function pixels(runs: number[], width: number, height: number): Uint8Array {
  return maskToPixels({ width, height, runs: Uint32Array.from(runs) });
}

const counted = shared.cases.map(({ name, width, height, predicted, truth, expected }) => ({
  name,
  expected,
  counts: countAgreement(pixels(predicted, width, height), pixels(truth, width, height)),
}));

describe('agreement, as the training computes it', () => {
  test.each(counted)('$name', ({ counts, expected }) => {
    expect(counts).toEqual({
      tp: expected['tp'],
      fp: expected['fp'],
      fn: expected['fn'],
      tn: expected['tn'],
    });
    expect(jaccard(counts)).toBeCloseTo(expected['jaccard'] ?? Number.NaN, 12);
    expect(dice(counts)).toBeCloseTo(expected['dice'] ?? Number.NaN, 12);
  });

  test('all cases together', () => {
    const summary = summariseAgreement(counted.map(({ counts }) => counts));
    for (const name of Object.keys(metricDefinitions)) {
      const row = Object.entries(summary).find(([key]) => key === name)?.[1];
      expect(row?.value, name).toBeCloseTo(shared.summary[name] ?? Number.NaN, 5);
    }
  });
});
