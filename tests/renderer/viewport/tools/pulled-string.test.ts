import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PulledString } from '../../../../renderer/viewport/tools/pulled-string.js';
import { imagePoint, type ImagePoint } from '../../../../shared/geometry.js';

const at = imagePoint;

/** The way of the point over that of the hand, its end included as a stroke draws it. */
function smoothed([first = at(0, 0), ...rest]: readonly ImagePoint[], length: number) {
  const string = new PulledString(first, length);
  return [first, ...rest.flatMap((point) => string.pullTo(point)), string.end];
}

const between = (a: ImagePoint, b: ImagePoint, share: number): ImagePoint =>
  at(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share);

const apart = (a: ImagePoint, b: ImagePoint): number => Math.hypot(b.x - a.x, b.y - a.y);

/** All changes of direction along a way, in radians. */
function turning(way: readonly ImagePoint[]): number {
  const moves = way.slice(1).map((b, index) => {
    const a = way[index] ?? b;
    return { x: b.x - a.x, y: b.y - a.y };
  });
  const [first, ...rest] = moves.filter(({ x, y }) => Math.hypot(x, y) > 1e-9);
  let [sum, before] = [0, first];
  for (const move of rest) {
    if (before === undefined) break;
    const cross = before.x * move.y - before.y * move.x;
    sum += Math.abs(Math.atan2(cross, before.x * move.x + before.y * move.y));
    before = move;
  }
  return sum;
}

const coordinate = fc.double({ min: -300, max: 300, noNaN: true });
const place = fc.tuple(coordinate, coordinate).map(([x, y]) => at(x, y));
const way = fc.array(place, { minLength: 2, maxLength: 12 });
const someLength = fc.double({ min: 0.05, max: 200, noNaN: true });

/** Moves whose length is not even rounded well: they have no direction. */
const hardlyMoved = [at(0.03535533905932738, 0), at(0, 0), at(-5e-324, -2.5e-323), at(0, 0)];

describe('a point that is drawn on a string', () => {
  test('rests while the hand trembles within its length', () => {
    const string = new PulledString(at(10, 10), 5);
    const tremble = [at(13, 10), at(10, 14), at(7, 8), at(10, 10)];
    expect(tremble.flatMap((point) => string.pullTo(point))).toEqual([]);
    expect(string.tip).toEqual(at(10, 10));
  });

  test('comes straight after a hand that goes straight', () => {
    fc.assert(
      fc.property(place, place, someLength, (from, to, length) => {
        for (const point of smoothed([from, between(from, to, 0.3), to], length)) {
          const beside =
            (point.x - from.x) * (to.y - from.y) - (point.y - from.y) * (to.x - from.x);
          expect(Math.abs(beside)).toBeLessThan(1e-6 * (1 + apart(from, to)));
        }
      }),
    );
  });

  test('is its length behind once the hand pulls, and goes as the curve of pursuit does', () => {
    const string = new PulledString(at(0, 0), 10);
    string.pullTo(at(10, 0));
    string.pullTo(at(10, 25));
    // The tractrix in closed form: sideways the distance is the length over cosh of the way.
    expect(string.tip.x).toBeCloseTo(10 - 10 / Math.cosh(2.5), 9);
    expect(string.tip.y).toBeCloseTo(25 - 10 * Math.tanh(2.5), 9);
  });

  test('goes the same way however finely that of the hand is told', () => {
    fc.assert(
      fc.property(way, someLength, fc.integer({ min: 2, max: 9 }), (points, length, parts) => {
        const [first = at(0, 0)] = points;
        const [coarse, fine] = [new PulledString(first, length), new PulledString(first, length)];
        let before = first;
        for (const point of points) {
          coarse.pullTo(point);
          for (let part = 1; part <= parts; part += 1)
            fine.pullTo(part === parts ? point : between(before, point, part / parts));
          before = point;
          expect(apart(coarse.tip, fine.tip)).toBeLessThan(1e-3);
        }
      }),
      { examples: [[hardlyMoved, 0.05, 5]] },
    );
  });

  test('stays within the string, ends where the hand ends, and never goes beside all it passed', () => {
    fc.assert(
      fc.property(
        way,
        someLength,
        fc.double({ min: 0, max: 6.3, noNaN: true }),
        (points, length, angle) => {
          const [first = at(0, 0)] = points;
          const string = new PulledString(first, length);
          for (const point of points) {
            string.pullTo(point);
            expect(apart(string.tip, point)).toBeLessThan(length + 1e-6);
          }
          const line = smoothed(points, length);
          expect(line.at(-1)).toEqual(points.at(-1));
          // Inside the convex hull: in no direction farther than the farthest place of the hand.
          const along = ({ x, y }: ImagePoint): number => x * Math.cos(angle) + y * Math.sin(angle);
          const farthest = Math.max(...points.map(along));
          expect(Math.max(...line.map(along))).toBeLessThan(farthest + 1e-6);
        },
      ),
    );
  });

  test('takes the trembling out of a line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 40, maxLength: 80 }),
        (jitter) => {
          const drawn = jitter.map((aside, index) => at(index * 4, aside));
          expect(turning(smoothed(drawn, 20))).toBeLessThanOrEqual(turning(drawn) + 1e-9);
        },
      ),
    );
    const zigzag = Array.from({ length: 60 }, (_value, index) =>
      at(index * 4, index % 2 === 0 ? 3 : -3),
    );
    expect(turning(smoothed(zigzag, 20))).toBeLessThan(0.15 * turning(zigzag));
  });

  test('tells a bend in chords that are no further than a tenth of a pixel from it', () => {
    const [length, hand] = [300, [at(0, 0), at(300, 0), at(300, 2600)] as const];
    const told = smoothed(hand, length).slice(0, -1);
    const exact = new PulledString(hand[0], length);
    exact.pullTo(hand[1]);
    for (let y = 5; y <= 2600; y += 5) {
      exact.pullTo(at(300, y));
      const { tip } = exact;
      const beside = told.slice(1).map((b, index) => {
        const a = told[index] ?? b;
        const long = apart(a, b) ** 2;
        const share =
          long === 0 ? 0 : ((tip.x - a.x) * (b.x - a.x) + (tip.y - a.y) * (b.y - a.y)) / long;
        return apart(tip, between(a, b, Math.min(1, Math.max(0, share))));
      });
      expect(Math.min(...beside)).toBeLessThan(0.11);
    }
    expect(told.length).toBeLessThan(200);
  });
});
