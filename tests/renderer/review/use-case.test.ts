import { expect, test } from 'vitest';
import { lackingOf, segmentsOf, votersOf } from '../../../renderer/review/use-case.js';
import type { ReviewedReading } from '../../../shared/review/review.js';

const reading = (areaPx: ReviewedReading['areaPx'], drew = true): ReviewedReading => ({
  name: 'Ada',
  revisionId: drew ? 'revision-one' : null,
  areaPx,
  submittedAtMs: 0,
  spentMs: 0,
});

const readings = [
  reading({ lesion: 9, globules: 4, hair: 2 }),
  reading({}, false),
  reading({ lesion: 9, streaks: 1, globules: 0 }),
];

test('the lesion and what any reader drew can be looked at', () => {
  expect(segmentsOf(readings)).toEqual(['lesion', 'streaks', 'globules']);
  expect(segmentsOf([])).toEqual(['lesion']);
});

test('who did not draw an attribute has no voice in it, who emptied it has', () => {
  expect(votersOf(readings, 'lesion')).toEqual(['A', 'C']);
  expect(votersOf(readings, 'globules')).toEqual(['A', 'C']);
  expect(votersOf(readings, 'streaks')).toEqual(['C']);
});

test('what a mask lacks of the others is known before it is accepted', () => {
  expect(readings.map((each) => lackingOf(each, readings))).toEqual([
    ['streaks'],
    ['streaks', 'globules'],
    ['globules'],
  ]);
});
