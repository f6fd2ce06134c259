import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { confidenceOf, signalsOf } from '../../../main/worker/confidence.js';

/** The same cases hold the calibration of models/training to the same numbers. */
const shared = z
  .object({
    calibration: z.object({ bias: z.number(), weights: z.record(z.string(), z.number()) }),
    cases: z.array(
      z.object({
        name: z.string(),
        width: z.int(),
        height: z.int(),
        threshold: z.number(),
        values: z.array(z.int()),
        expected: z.record(z.string(), z.number()),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(new URL('../../fixtures/confidence/cases.json', import.meta.url), 'utf8'),
    ),
  );

describe('confidence, as the training computes it', () => {
  test.each(shared.cases)('$name', ({ width, height, threshold, values, expected }) => {
    const signals = signalsOf({ width, height, values: Uint16Array.from(values) }, threshold);
    const { confidence, ...expectedSignals } = expected;
    expect(Object.keys(signals).sort()).toEqual(Object.keys(expectedSignals).sort());
    for (const [name, value] of Object.entries(signals)) {
      expect(value, name).toBeCloseTo(expectedSignals[name] ?? Number.NaN, 9);
    }
    const calibration = { ...shared.calibration, definition: '' };
    expect(confidenceOf(signals, calibration)).toBeCloseTo(confidence ?? Number.NaN, 9);
  });
});
