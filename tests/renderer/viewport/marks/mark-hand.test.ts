import { beforeEach, describe, expect, test } from 'vitest';
import { MarkHand } from '../../../../renderer/viewport/marks/mark-hand.js';
import { hitMark } from '../../../../renderer/viewport/marks/hit-mark.js';
import { imagePoint } from '../../../../shared/geometry.js';
import type { Mark } from '../../../../shared/marks.js';

const size = { width: 100, height: 80 };
let done: Mark[];
let chosen: (string | null)[];
let draft: Mark | null;
let hand: MarkHand;

beforeEach(() => {
  [done, chosen, draft] = [[], [], null];
  hand = new MarkHand({
    show: (shown) => {
      draft = shown;
    },
    done: (mark) => done.push(mark),
    chosen: (id) => chosen.push(id),
  });
});

const place = (marks: Mark[] = []) => ({ marks, size, grain: 1 });
const line: Mark = {
  id: 'line-00001',
  kind: 'length',
  points: [
    { x: 20, y: 20 },
    { x: 60, y: 20 },
  ],
  text: '',
  lengthMm: null,
};

describe('the hand that pins marks', () => {
  test('pulls a line, kept on the picture; a mere press leaves nothing', () => {
    hand.press('length', imagePoint(10, 10), 1, place());
    hand.drag([imagePoint(50, 40), imagePoint(130, 40)]);
    expect(draft?.points).toHaveLength(2);
    hand.release();
    expect(done.map(({ kind, points }) => [kind, points])).toEqual([
      [
        'length',
        [
          { x: 10, y: 10 },
          { x: 100, y: 40 },
        ],
      ],
    ]);
    expect(draft).toBeNull();
    hand.press('arrow', imagePoint(10, 10), 1, place());
    hand.drag([imagePoint(11, 10)]);
    hand.release();
    expect(done).toHaveLength(1);
    expect(hand.going).toBe(false);
  });

  test('sets the corners of an area one by one, back and closed by a double press', () => {
    for (const [x, y] of [
      [10, 10],
      [50, 10],
      [70, 70],
    ] as const) {
      hand.press('area', imagePoint(x, y), 1, place());
      hand.release();
    }
    hand.stepBack();
    hand.press('area', imagePoint(50, 50), 1, place());
    hand.press('area', imagePoint(50, 50), 2, place());
    expect(done[0]?.points).toEqual([
      { x: 10, y: 10 },
      { x: 50, y: 10 },
      { x: 50, y: 50 },
    ]);
    hand.press('area', imagePoint(1, 1), 1, place());
    hand.confirm();
    expect(done).toHaveLength(1);
  });

  test('moves a point or all of a mark that is pressed, and changes nothing without a move', () => {
    hand.press('note', imagePoint(61, 21), 1, place([line]));
    hand.drag([imagePoint(66, 31)]);
    hand.release();
    expect(done[0]).toEqual({ ...line, points: [line.points[0], { x: 65, y: 30 }] });
    hand.press('note', imagePoint(40, 22), 1, place([line]));
    hand.drag([imagePoint(41, 25)]);
    hand.release();
    expect(done[1]?.points).toEqual([
      { x: 21, y: 23 },
      { x: 61, y: 23 },
    ]);
    hand.press('note', imagePoint(40, 22), 1, place([line]));
    hand.release();
    expect(done).toHaveLength(2);
    expect(chosen).toEqual([line.id, line.id, line.id]);
  });
});

test('the newest mark is hit first, points before lines', () => {
  const over: Mark = { ...line, id: 'over-00001' };
  expect(hitMark([line, over], { x: 40, y: 21 }, 3)).toEqual({ mark: over, point: 'all' });
  expect(hitMark([line, over], { x: 59, y: 21 }, 3)).toEqual({ mark: over, point: 1 });
  expect(hitMark([line], { x: 40, y: 30 }, 3)).toBeNull();
});
