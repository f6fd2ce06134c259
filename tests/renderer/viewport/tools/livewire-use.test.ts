import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cheapestWays, wayTo } from '../../../../renderer/viewport/tools/cheapest-ways.js';
import { EdgeWindow } from '../../../../renderer/viewport/tools/edge-window.js';
import { LivewireUse } from '../../../../renderer/viewport/tools/livewire-use.js';
import { PixelEdit } from '../../../../renderer/viewport/tools/pixel-edit.js';
import type { Shape } from '../../../../renderer/viewport/tools/tool.js';
import { imagePoint, type ImagePoint } from '../../../../shared/geometry.js';

const size = { width: 200, height: 160 };
const middle = imagePoint(100, 80);
const radius = 50;

/** A dark disk on pale, noisy skin. */
function picture(): Uint8Array {
  const rgba = new Uint8Array(size.width * size.height * 4).fill(255);
  for (let index = 0; index < size.width * size.height; index += 1) {
    const [x, y] = [(index % size.width) + 0.5, Math.floor(index / size.width) + 0.5];
    const grey = Math.hypot(x - middle.x, y - middle.y) <= radius ? 90 : 190;
    rgba.fill(grey + ((index * 7919) % 9), index * 4, index * 4 + 3);
  }
  return rgba;
}

function around(angle: number, distance = radius): ImagePoint {
  const turn = (angle * Math.PI) / 180;
  return imagePoint(middle.x + distance * Math.cos(turn), middle.y + distance * Math.sin(turn));
}

function useOf(grain: number) {
  const pixels = new Uint8Array(size.width * size.height);
  const table = { pixels, shown: null as Shape | null, finished: 0, cancelled: 0 };
  const use = new LivewireUse({
    size,
    grain,
    settings: { radius: 1, smoothing: 0, erase: false, tolerance: 0, range: { low: 0, high: 0 } },
    picture: picture(),
    pixels,
    value: 1,
    edit: new PixelEdit(pixels, size, 1),
    changed: () => undefined,
    show: (shape) => {
      table.shown = shape;
    },
    finish: () => (table.finished += 1),
    cancel: () => (table.cancelled += 1),
    encircled: () => undefined,
  });
  return { use, table };
}

function jaccardWithDisk(pixels: Uint8Array): number {
  let [both, either] = [0, 0];
  pixels.forEach((value, index) => {
    const [x, y] = [(index % size.width) + 0.5, Math.floor(index / size.width) + 0.5];
    const inside = Math.hypot(x - middle.x, y - middle.y) <= radius;
    if (inside && value !== 0) both += 1;
    if (inside || value !== 0) either += 1;
  });
  return both / either;
}

describe('the livewire', () => {
  test.each([0.5, 2])('follows the edge between three points, at a grain of %d', (grain) => {
    const { use, table } = useOf(grain);
    for (const angle of [10, 130, 250]) {
      use.press(around(angle), 1);
      use.hover(around(angle + 60));
    }
    use.confirm();
    expect(table.finished).toBe(1);
    // Straight lines between the three would enclose 0.41 of the disk.
    expect(jaccardWithDisk(table.pixels)).toBeGreaterThan(0.95);
  });

  test('shows the line to the pointer along the edge, and takes points back', () => {
    const { use, table } = useOf(1);
    use.press(around(0), 1);
    use.hover(around(90));
    const away =
      table.shown?.points.map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y)) ?? [];
    expect(away.length).toBeGreaterThan(40);
    expect(Math.min(...away)).toBeGreaterThan(radius - 3);
    expect(Math.max(...away)).toBeLessThan(radius + 3);
    use.press(around(90), 1);
    expect(table.shown?.marked).toHaveLength(2);
    use.stepBack();
    expect(table.shown?.marked).toHaveLength(1);
    use.stepBack();
    expect(table.cancelled).toBe(1);
  });
});

test('the window around a point is bounded and stays inside the picture', () => {
  const large = { width: 6000, height: 4000 };
  const window = new EdgeWindow(new Uint8Array(0), large, imagePoint(5990, 10), 4);
  expect([window.width, window.height]).toEqual([384, 384]);
  const corner = window.pointOf(window.indexAt(imagePoint(6100, -50)));
  expect(corner).toEqual(imagePoint(5998, 2));
  const small = new EdgeWindow(new Uint8Array(12), { width: 3, height: 1 }, imagePoint(0, 0), 4);
  expect([small.width, small.height, small.indexAt(imagePoint(2, 0))]).toEqual([1, 1, 0]);
});

test('ways are the cheapest there are', () => {
  const grids = fc.record({
    prices: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 30, maxLength: 30 }),
    start: fc.nat(29),
    end: fc.nat(29),
  });
  fc.assert(
    fc.property(grids, ({ prices, start, end }) => {
      const grid = { width: 6, height: 5, prices: Uint8Array.from(prices) };
      const way = wayTo(cheapestWays(grid, start), end);
      expect([way[0], way.at(-1)]).toEqual([start, end]);
      expect(costOf(way, grid)).toBe(relaxed(grid, start)[end]);
    }),
  );
});

function costOf(way: readonly number[], { width, prices }: { width: number; prices: Uint8Array }) {
  return way.slice(1).reduce((sum, cell, index) => {
    const from = way[index] ?? 0;
    const down = Math.abs(Math.floor(cell / width) - Math.floor(from / width));
    const across = Math.abs((cell % width) - (from % width));
    expect(Math.max(down, across)).toBe(1);
    return sum + (down + across === 1 ? 5 : 7) * (prices[cell] ?? 0);
  }, 0);
}

/** The same costs, found by relaxing every step until none changes. */
function relaxed(
  { width, height, prices }: { width: number; height: number; prices: Uint8Array },
  start: number,
): number[] {
  const costs = Array.from({ length: width * height }, (_value, cell) =>
    cell === start ? 0 : Infinity,
  );
  for (let changed = true; changed;) {
    changed = false;
    for (let from = 0; from < costs.length; from += 1) {
      for (let to = 0; to < costs.length; to += 1) {
        const down = Math.abs(Math.floor(to / width) - Math.floor(from / width));
        const across = Math.abs((to % width) - (from % width));
        if (Math.max(down, across) !== 1) continue;
        const total = (costs[from] ?? 0) + (down + across === 1 ? 5 : 7) * (prices[to] ?? 0);
        if (total < (costs[to] ?? 0)) {
          costs[to] = total;
          changed = true;
        }
      }
    }
  }
  return costs;
}
