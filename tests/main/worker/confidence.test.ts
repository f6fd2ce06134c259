import { describe, expect, test } from 'vitest';
import { confidenceOf, signalsOf } from '../../../main/worker/confidence.js';
import { PROBABILITY_ONE, type ProbabilityGrid } from '../../../main/worker/postprocess.js';

const side = 20;

function grid(probabilityAt: (x: number, y: number) => number): ProbabilityGrid {
  const values = Uint16Array.from({ length: side * side }, (_, index) =>
    Math.round(probabilityAt(index % side, Math.floor(index / side)) * PROBABILITY_ONE),
  );
  return { width: side, height: side, values };
}

const within = (x: number, y: number, left: number, top: number, size: number) =>
  x >= left && x < left + size && y >= top && y < top + size;

describe('signalsOf', () => {
  test('a certain square', () => {
    const signals = signalsOf(
      grid((x, y) => (within(x, y, 5, 5, 10) ? 1 : 0)),
      0.5,
    );
    expect(signals).toEqual({
      expectedJaccard: 1,
      boundaryMargin: 1,
      areaShare: 0.25,
      fragmentShare: 0,
      meanForeground: 1,
      uncertainShare: 0,
      borderShare: 0,
    });
  });

  test('an uncertain square with a fragment at the border', () => {
    const signals = signalsOf(
      grid((x, y) => {
        if (within(x, y, 5, 5, 6)) return 0.75;
        return within(x, y, 0, 0, 2) ? 0.75 : 0;
      }),
      0.5,
    );
    expect(signals.areaShare).toBeCloseTo(40 / 400, 6);
    expect(signals.fragmentShare).toBeCloseTo(4 / 40, 6);
    expect(signals.meanForeground).toBeCloseTo(0.75, 4);
    expect(signals.expectedJaccard).toBeCloseTo(0.75, 4);
    expect(signals.uncertainShare).toBeCloseTo(0.5, 6);
    expect(signals.borderShare).toBeCloseTo(3 / 76, 6);
  });

  test('the band is what has both colours within 5 x 5 pixels', () => {
    const probabilityAt = (x: number, y: number) => (x < 10 ? 0.9 : (y + 1) / 100);
    const { boundaryMargin } = signalsOf(grid(probabilityAt), 0.5);
    let expected = 0;
    for (let y = 0; y < side; y += 1) {
      // Columns 8 to 11 see both sides of the edge between 9 and 10.
      expected += 2 * 0.8 + 2 * (1 - (2 * (y + 1)) / 100);
    }
    expect(boundaryMargin).toBeCloseTo(expected / (4 * side), 4);
  });

  test('nothing found is certain of itself where no pixel is in doubt', () => {
    const signals = signalsOf(
      grid(() => 0),
      0.5,
    );
    expect(signals).toMatchObject({ expectedJaccard: 1, areaShare: 0, fragmentShare: 0 });
  });
});

describe('confidenceOf', () => {
  const signals = signalsOf(
    grid((x, y) => (within(x, y, 5, 5, 10) ? 0.8 : 0)),
    0.5,
  );

  test('without calibration it is the expected Jaccard', () => {
    expect(confidenceOf(signals, null)).toBe(signals.expectedJaccard);
  });

  test('with calibration it is the logistic of the weighted signals', () => {
    const calibration = {
      bias: -1,
      weights: { areaShare: 2, meanForeground: 3 },
      definition: 'test',
    };
    const sum = -1 + 2 * 0.25 + 3 * signals.meanForeground;
    expect(confidenceOf(signals, calibration)).toBeCloseTo(1 / (1 + Math.exp(-sum)), 10);
  });
});
