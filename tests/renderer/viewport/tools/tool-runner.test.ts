import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { MaskLayer } from '../../../../renderer/viewport/mask-layer.js';
import { segmentGuard } from '../../../../renderer/viewport/tools/pixel-guards.js';
import type { Shape } from '../../../../renderer/viewport/tools/tool.js';
import { ToolRunner, type ToolStart } from '../../../../renderer/viewport/tools/tool-runner.js';
import type { SegmentMask } from '../../../../shared/domain.js';
import { imagePoint, type ImagePoint } from '../../../../shared/geometry.js';
import {
  maskFromPixels,
  masksEqual,
  maskToPixels,
  type RunLengthMask,
} from '../../../../shared/labelmap.js';

const size = { width: 12, height: 8 };
const at = imagePoint;

/** A picture in characters, each digit times 20 as its grey value. */
function greys(...rows: string[]): Uint8Array {
  return Uint8Array.from(
    Array.from(rows.join('')).flatMap((digit) => {
      const grey = Number(digit) * 20;
      return [grey, grey, grey, 255];
    }),
  );
}

const plain = greys(...Array<string>(8).fill('5'.repeat(12)));

const settings = {
  radius: 1,
  smoothing: 0,
  erase: false,
  tolerance: 20,
  range: { low: 0, high: 60 },
};

class Table {
  readonly layer = new MaskLayer(size, []);
  readonly edits: { change: SegmentMask; tool: string }[] = [];
  readonly regions: RunLengthMask[] = [];
  shown: Shape | null = null;
  readonly runner = new ToolRunner({
    changed: () => undefined,
    show: (shape) => {
      this.shown = shape;
    },
    edited: (change, tool) => this.edits.push({ change, tool }),
    encircled: (region) => this.regions.push(region),
  });

  press(tool: ToolStart['tool'], point: ImagePoint, some: Partial<ToolStart> = {}, clicks = 1) {
    const start: ToolStart = {
      tool,
      segment: 'lesion',
      settings,
      erase: false,
      guard: null,
      picture: plain,
      grain: 0.1,
      ...some,
    };
    this.runner.press(this.layer, start, point, clicks);
  }

  pull(tool: ToolStart['tool'], points: readonly ImagePoint[], some: Partial<ToolStart> = {}) {
    const [first = at(0, 0), ...rest] = points;
    this.press(tool, first, some);
    this.runner.drag(rest);
    this.runner.release();
  }

  rows(mask = this.layer.mask('lesion')): string[] {
    const pixels = maskToPixels(mask);
    return Array.from({ length: size.height }, (_value, row) =>
      Array.from(pixels.subarray(row * size.width, (row + 1) * size.width), (value) =>
        value === 0 ? '.' : '#',
      ).join(''),
    );
  }
}

let table: Table;
beforeEach(() => {
  table = new Table();
});

const blank = '............';

describe('area tools fill exactly the pixels whose centre they enclose', () => {
  test('rectangle', () => {
    table.pull('rectangle', [at(2.2, 1.4), at(9, 9), at(6.6, 4.6)]);
    expect(table.rows()).toEqual([
      blank,
      '..#####.....',
      '..#####.....',
      '..#####.....',
      '..#####.....',
      blank,
      blank,
      blank,
    ]);
    expect(table.edits.map(({ tool }) => tool)).toEqual(['rectangle']);
  });

  test('circle, around where it was pressed', () => {
    table.pull('circle', [at(5.5, 3.5), at(7.5, 3.5)]);
    expect(table.rows()).toEqual([
      blank,
      '.....#......',
      '....###.....',
      '...#####....',
      '....###.....',
      '.....#......',
      blank,
      blank,
    ]);
  });

  test('freehand: a loop that crosses itself is filled throughout', () => {
    table.pull('freehand', [
      at(1, 1),
      at(7, 1),
      at(7, 5),
      at(3, 5),
      at(3, 1),
      at(7, 1),
      at(7, 6),
      at(1, 6),
    ]);
    expect(table.rows()).toEqual([blank, ...Array<string>(5).fill('.######.....'), blank, blank]);
  });

  test('erase, and stay inside the picture', () => {
    table.pull('rectangle', [at(-5, -5), at(50, 50)]);
    table.pull('rectangle', [at(3, 2), at(9, 20)], { erase: true });
    expect(table.rows()).toEqual([
      '############',
      '############',
      ...Array<string>(6).fill('###......###'),
    ]);
  });

  test('a press without a pull changes nothing and leaves no record', () => {
    for (const tool of ['rectangle', 'circle', 'freehand'] as const) table.pull(tool, [at(4, 4)]);
    expect(table.edits).toEqual([]);
    expect(table.runner.going).toBe(false);
  });
});

describe('polygon', () => {
  const corners = [at(2, 1), at(8, 1), at(8, 5)];
  const triangle = [
    blank,
    '...#####....',
    '....####....',
    '......##....',
    '.......#....',
    blank,
    blank,
    blank,
  ];
  const setCorners = (): void => {
    for (const corner of corners) {
      table.press('polygon', corner);
      table.runner.release();
    }
  };

  test('is closed by Enter, by a double click and by its first corner', () => {
    for (const close of [
      () => {
        table.runner.confirm();
      },
      () => {
        table.press('polygon', at(8, 5), {}, 2);
      },
      () => {
        table.press('polygon', at(2.4, 1.3));
      },
    ]) {
      table = new Table();
      setCorners();
      expect(table.edits).toEqual([]);
      close();
      expect(table.rows()).toEqual(triangle);
      expect(table.edits).toHaveLength(1);
      expect(table.shown).toBeNull();
    }
  });

  test('takes corners back one by one, and is given up with the first', () => {
    setCorners();
    table.press('polygon', at(0, 7));
    expect(table.shown?.marked).toHaveLength(4);
    table.runner.stepBack();
    table.runner.confirm();
    expect(table.rows()).toEqual(triangle);
    table.press('polygon', at(1, 1));
    table.runner.stepBack();
    expect(table.runner.going).toBe(false);
  });

  test('unfinished, it leaves nothing when something else begins or it is given up', () => {
    for (const end of ['settle', 'cancel'] as const) {
      setCorners();
      table.runner[end]();
      expect(table.rows()).toEqual(Array<string>(8).fill(blank));
      expect(table.shown).toBeNull();
    }
    expect(table.edits).toEqual([]);
  });
});

describe('wand and paint fill', () => {
  const picture = greys(
    '555555555555',
    '511111555555',
    '513331555115',
    '513431555115',
    '513331555555',
    '511122555555',
    '555555555555',
    '555555555555',
  );

  test('the wand takes touching pixels within the tolerance, exactly', () => {
    table.press('wand', at(1.5, 1.5), { picture });
    expect(table.rows()).toEqual([
      blank,
      '.#####......',
      '.#...#......',
      '.#...#......',
      '.#...#......',
      '.#####......',
      blank,
      blank,
    ]);
  });

  test('paint fill closes the hole that was pressed, and erasing takes the island away', () => {
    table.press('wand', at(1.5, 1.5), { picture });
    table.press('paint-fill', at(3.5, 3.5));
    expect(table.rows()[3]).toBe('.#####......');
    table.press('paint-fill', at(3.5, 3.5), { erase: true });
    expect(table.rows()).toEqual(Array<string>(8).fill(blank));
    expect(table.edits.map(({ tool }) => tool)).toEqual(['wand', 'paint-fill', 'paint-fill']);
  });

  test('a press beside the picture is nothing', () => {
    table.press('wand', at(-1, 2), { picture });
    expect(table.runner.going).toBe(false);
  });

  test('the threshold brush writes only on its greys', () => {
    table.pull('threshold-brush', [at(3.5, 0), at(3.5, 8)], { picture });
    const settings = {
      radius: 1,
      smoothing: 0,
      erase: false,
      tolerance: 0,
      range: { low: 60, high: 60 },
    };
    expect(table.rows()).toEqual([
      blank,
      '..###.......',
      '..###.......',
      '..#.#.......',
      '..###.......',
      '..###.......',
      blank,
      blank,
    ]);
    table.pull('threshold-brush', [at(3.5, 0), at(3.5, 8)], { picture, settings, erase: true });
    expect(table.rows().slice(1, 6)).toEqual(['..###.......', blank, blank, blank, '..###.......']);
  });
});

test('an edit stays inside, or outside, the segment it is restricted to', () => {
  const other = new Uint8Array(size.width * size.height);
  for (const row of [2, 3, 4]) other.fill(1, row * 12 + 4, row * 12 + 8);
  table.pull('rectangle', [at(2, 3), at(12, 6)], { guard: segmentGuard(other, 'inside') });
  expect(table.rows().slice(2, 6)).toEqual([blank, '....####....', '....####....', blank]);
  table.pull('rectangle', [at(2, 3), at(12, 5)], { guard: segmentGuard(other, 'outside') });
  expect(table.rows().slice(2, 6)).toEqual([blank, '..##########', '..##########', blank]);
});

test('the lasso hands over its region and writes nothing itself', () => {
  table.pull('lasso', [at(1, 1), at(5, 1), at(5, 4), at(1, 4)]);
  expect(table.edits).toEqual([]);
  expect(table.regions.map((region) => table.rows(region))).toEqual([
    [blank, ...Array<string>(3).fill('.####.......'), ...Array<string>(4).fill(blank)],
  ]);
});

test('any edits, undone in turn, restore the start bit for bit; redone they return', () => {
  const point = fc
    .tuple(
      fc.double({ min: -2, max: 14, noNaN: true }),
      fc.double({ min: -2, max: 10, noNaN: true }),
    )
    .map(([x, y]) => at(x, y));
  const act = fc.record({
    tool: fc.constantFrom(
      ...([
        'brush',
        'threshold-brush',
        'freehand',
        'rectangle',
        'circle',
        'wand',
        'paint-fill',
      ] as const),
    ),
    points: fc.array(point, { minLength: 1, maxLength: 6 }),
    erase: fc.boolean(),
    smoothing: fc.constantFrom(0, 5, 40),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 10 }), (acts) => {
      table = new Table();
      const { layer, edits } = table;
      table.pull('circle', [at(5, 4), at(8, 4)]);
      edits.length = 0;
      const start = layer.mask('lesion');
      for (const { tool, points, erase, smoothing } of acts)
        table.pull(tool, points, { erase, settings: { ...settings, smoothing } });
      const end = layer.mask('lesion');
      for (const { change } of edits.toReversed()) layer.apply([change]);
      expect(masksEqual(layer.mask('lesion'), start)).toBe(true);
      for (const { change } of edits) layer.apply([change]);
      expect(masksEqual(layer.mask('lesion'), end)).toBe(true);
      const counted = maskToPixels(end).reduce((sum, value) => sum + value, 0);
      expect(layer.area('lesion')).toBe(counted);
    }),
    { numRuns: 100 },
  );
});

describe('a smoothed stroke', () => {
  // Ten picture pixels are a pixel of the screen: a string of 20 is two pixels long.
  const smoothed = { settings: { ...settings, radius: 0.5, smoothing: 20 } };

  test('is the one disk where it is only pressed, and straight where the hand trembled', () => {
    table.pull('brush', [at(3.5, 3.5)], smoothed);
    expect(table.rows()[3]).toBe('...#........');
    table.pull('brush', [at(3.5, 3.5), at(4.5, 4.4), at(3.2, 2.7), at(5, 3.5)], smoothed);
    expect(table.rows().filter((row) => row !== blank)).toEqual(['...###......']);
  });

  test('lags behind the hand while it goes on, and ends where it is let go', () => {
    table.press('brush', at(1.5, 3.5), smoothed);
    table.runner.drag([at(8.5, 3.5)]);
    expect(table.rows()[3]).toBe('.######.....');
    expect(table.shown?.points).toEqual([at(6.5, 3.5), at(8.5, 3.5)]);
    table.runner.release();
    expect(table.rows()[3]).toBe('.########...');
    expect(table.shown).toBe(null);
    expect(table.edits).toHaveLength(1);
  });

  test('settled before it is let go keeps what was on the screen', () => {
    table.press('brush', at(1.5, 3.5), smoothed);
    table.runner.drag([at(8.5, 3.5)]);
    table.runner.settle();
    expect(table.rows()[3]).toBe('.######.....');
    expect(table.edits).toHaveLength(1);
  });

  test('of an area fills what it showed last', () => {
    const hand = [at(1, 1), at(9, 1), at(9, 6), at(1, 6)];
    const [first = at(0, 0), ...rest] = hand;
    table.press('freehand', first, smoothed);
    table.runner.drag(rest);
    const outline = table.shown?.points ?? [];
    table.runner.release();
    const filled = table.rows();
    table = new Table();
    table.pull('freehand', outline);
    expect(filled).toEqual(table.rows());
    table = new Table();
    table.pull('freehand', hand);
    expect(filled).not.toEqual(table.rows());
  });
});

test('cancelling a stroke puts every pixel back', () => {
  table.pull('circle', [at(5, 4), at(8, 4)]);
  const before = table.layer.mask('lesion');
  table.press('brush', at(2, 2));
  table.runner.drag([at(9, 6)]);
  table.runner.cancel();
  expect(masksEqual(table.layer.mask('lesion'), before)).toBe(true);
  expect(masksEqual(before, maskFromPixels(maskToPixels(before), 12, 8))).toBe(true);
});
