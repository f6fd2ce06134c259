import { describe, expect, test } from 'vitest';
import { binomialAtLeast } from '../../../shared/review/binomial.js';
import {
  confidenceAt,
  expectedFailures,
  foundAt,
  reviewBudget,
} from '../../../shared/review/budget.js';
import { seededDraw } from '../../../shared/review/seeded-draw.js';

const at = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const metrics = {
  failureRate: at(0.2),
  failuresFound20: at(0.6),
  failuresFound40: at(0.9),
};

describe('the reviewing budget', () => {
  test('runs through what was measured, with its intervals, from nothing to everything', () => {
    const budget = reviewBudget(metrics);
    if (budget === null) throw new Error('the manifest states it');
    expect(foundAt(budget, 0)).toEqual({ value: 0, low: 0, high: 0 });
    expect(foundAt(budget, 0.1).value).toBeCloseTo(0.3);
    expect(foundAt(budget, 0.2)).toEqual({ value: 0.6, low: 0.5, high: 0.7 });
    expect(foundAt(budget, 0.3).low).toBeCloseTo(0.65);
    expect(foundAt(budget, 0.7).value).toBeCloseTo(0.95);
    expect(foundAt(budget, 1).value).toBe(1);
  });

  test('says how many failures there are, are found, and are left', () => {
    const budget = reviewBudget(metrics);
    if (budget === null) throw new Error('the manifest states it');
    const { all, found, left } = expectedFailures(budget, 1000, 0.4);
    expect([all, found, left].map(Math.round)).toEqual([200, 180, 20]);
  });

  test('is not told for a model that does not state it', () => {
    expect(reviewBudget({ failureRate: at(0.2) })).toBeNull();
  });

  test('turns a share into the confidence below which it lies', () => {
    expect(confidenceAt([0.2, 0.4, 0.6], 0)).toBe(0.2);
    expect(confidenceAt([0.2, 0.4, 0.6], 0.75)).toBeCloseTo(0.5);
    expect(confidenceAt([0.2, 0.4, 0.6], 1)).toBe(0.6);
    expect(confidenceAt([], 0.5)).toBe(1);
  });
});

// Sums of exact terms, by Python's whole numbers.
test.each([
  [2, 2, 0.1, 0.01],
  [3, 6, 0.1, 0.01585],
  [1, 1, 0.1, 0.1],
  [9, 60, 0.1, 0.1416356],
  [12, 60, 0.1, 0.0145847],
  [0, 0, 0.1, 1],
])('at least %i of %i at %d', (hits, draws, chance, probability) => {
  expect(binomialAtLeast(hits, draws, chance)).toBeCloseTo(probability, 5);
});

test('a draw depends on the seed and the picture only, and is even', () => {
  const names = Array.from({ length: 4000 }, (_, index) =>
    ((index * 2654435761) >>> 0).toString(16).padStart(8, '0'),
  );
  const draws = names.map((name) => seededDraw(7, name));
  expect(draws).toEqual(names.map((name) => seededDraw(7, name)));
  const share = draws.filter((draw) => draw < 0.05).length / draws.length;
  expect(share).toBeGreaterThan(0.035);
  expect(share).toBeLessThan(0.065);
  expect(names.map((name) => seededDraw(8, name))).not.toEqual(draws);
});
