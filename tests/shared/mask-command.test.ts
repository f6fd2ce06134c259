import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countIslands } from '../../shared/components.js';
import {
  emptyMask,
  invertMask,
  maskArea,
  maskFromPixels,
  masksEqual,
  maskToPixels,
  xorMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { runMaskCommand, type MaskCommand } from '../../shared/mask-command.js';

/** A mask drawn in characters: # is foreground. */
function drawn(...rows: string[]): RunLengthMask {
  const width = rows[0]?.length ?? 0;
  const pixels = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0));
  return maskFromPixels(pixels, width, rows.length);
}

function asRows(mask: RunLengthMask): string[] {
  const pixels = maskToPixels(mask);
  return Array.from({ length: mask.height }, (_value, row) =>
    Array.from(pixels.subarray(row * mask.width, (row + 1) * mask.width), (value) =>
      value === 0 ? '.' : '#',
    ).join(''),
  );
}

const size = { width: 13, height: 9 };
const anyMask = fc
  .array(fc.boolean(), { minLength: 117, maxLength: 117 })
  .map((values) => maskFromPixels(Uint8Array.from(values, Number), size.width, size.height));

describe('fill holes', () => {
  test('fills what is enclosed and leaves what the edge or a gap opens', () => {
    const mask = drawn('#####.#', '#...#.#', '#.#.#..', '#...#.#', '#####..', '.......', '###.###');
    expect(asRows(runMaskCommand(mask, { name: 'fill-holes' }))).toEqual([
      '#####.#',
      '#####.#',
      '#####..',
      '#####.#',
      '#####..',
      '.......',
      '###.###',
    ]);
  });

  test('a corner between two pixels does not open a hole', () => {
    const mask = drawn('.#.', '#.#', '.#.');
    expect(asRows(runMaskCommand(mask, { name: 'fill-holes' }))).toEqual(['.#.', '###', '.#.']);
  });
});

describe('islands', () => {
  const mask = drawn('##...#.', '##....#', '.......', '...###.', '...##.#');

  test('pixels that meet at a corner are one island', () => {
    expect(countIslands(mask)).toBe(3);
  });

  test('only the largest stays', () => {
    expect(asRows(runMaskCommand(mask, { name: 'keep-largest' }))).toEqual([
      '.......',
      '.......',
      '.......',
      '...###.',
      '...##.#',
    ]);
  });

  test('those below a size go', () => {
    const removed = runMaskCommand(mask, { name: 'remove-islands', pixels: 4 });
    expect(asRows(removed)).toEqual(['##.....', '##.....', '.......', '...###.', '...##.#']);
    expect(masksEqual(runMaskCommand(mask, { name: 'remove-islands', pixels: 2 }), mask)).toBe(
      true,
    );
  });

  test('an empty mask has none', () => {
    const empty = emptyMask(4, 4);
    expect(countIslands(empty)).toBe(0);
    expect(masksEqual(runMaskCommand(empty, { name: 'keep-largest' }), empty)).toBe(true);
  });
});

describe('margin', () => {
  test('grows by a disk and is cut at the edge', () => {
    const mask = drawn('.......', '.......', '.......', '...#...', '.......', '......#');
    expect(asRows(runMaskCommand(mask, { name: 'grow', radius: 2 }))).toEqual([
      '.......',
      '...#...',
      '..###..',
      '.######',
      '..#####',
      '...####',
    ]);
  });

  test('growing takes what lies within the radius of a pixel, shrinking what lies farther', () => {
    fc.assert(
      fc.property(anyMask, fc.integer({ min: 1, max: 4 }), (mask, radius) => {
        const within = (pixels: Uint8Array): Uint8Array => {
          const result = new Uint8Array(pixels.length);
          for (const [index] of result.entries()) {
            const [x, y] = [index % size.width, Math.floor(index / size.width)];
            result[index] = Number(
              pixels.some((value, other) => {
                const [dx, dy] = [(other % size.width) - x, Math.floor(other / size.width) - y];
                return value !== 0 && dx * dx + dy * dy <= radius * radius;
              }),
            );
          }
          return result;
        };
        const grown = runMaskCommand(mask, { name: 'grow', radius });
        expect(maskToPixels(grown)).toEqual(within(maskToPixels(mask)));
        const shrunk = runMaskCommand(mask, { name: 'shrink', radius });
        expect(maskToPixels(invertMask(shrunk))).toEqual(within(maskToPixels(invertMask(mask))));
      }),
      { numRuns: 40 },
    );
  });
});

describe('smooth', () => {
  test('takes spikes and notches away and leaves a straight border', () => {
    const mask = drawn(
      '.........',
      '....#....',
      '....#....',
      '#########',
      '####.####',
      '#########',
    );
    expect(asRows(runMaskCommand(mask, { name: 'smooth', radius: 1 }))).toEqual([
      '.........',
      '.........',
      '....#....',
      '#########',
      '#########',
      '#########',
    ]);
  });

  test('each pixel follows the majority of its disk', () => {
    fc.assert(
      fc.property(anyMask, fc.integer({ min: 1, max: 3 }), (mask, radius) => {
        const pixels = maskToPixels(mask);
        const expected = pixels.map((own, index) => {
          const [x, y] = [index % size.width, Math.floor(index / size.width)];
          let balance = 0;
          for (const [other, value] of pixels.entries()) {
            const [dx, dy] = [(other % size.width) - x, Math.floor(other / size.width) - y];
            if (dx * dx + dy * dy <= radius * radius) balance += value === 0 ? -1 : 1;
          }
          return balance === 0 ? own : Number(balance > 0);
        });
        expect(maskToPixels(runMaskCommand(mask, { name: 'smooth', radius }))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('two masks', () => {
  const [mask, other] = [drawn('##..', '##..'), drawn('.##.', '.##.')];
  test.each([
    ['union', '###.'],
    ['intersect', '.#..'],
    ['subtract', '#...'],
    ['invert-inside', '#.#.'],
  ] as const)('%s', (name, row) => {
    expect(asRows(runMaskCommand(mask, { name, other }))).toEqual([row, row]);
  });

  test('refuse a mask of another size', () => {
    const command = { name: 'union', other: emptyMask(3, 3) } as const;
    expect(() => runMaskCommand(mask, command)).toThrow(/differ in size/);
  });
});

test('inverting twice gives the mask again', () => {
  fc.assert(
    fc.property(anyMask, (mask) => {
      const inverted = invertMask(mask);
      expect(maskArea(inverted) + maskArea(mask)).toBe(size.width * size.height);
      expect(masksEqual(invertMask(inverted), mask)).toBe(true);
    }),
  );
});

test('commands as toggled pixels: as many undos restore the start, redo returns', () => {
  const radius = fc.integer({ min: 1, max: 3 });
  const command: fc.Arbitrary<MaskCommand> = fc.oneof(
    fc.record({ name: fc.constantFrom('fill-holes' as const, 'keep-largest' as const) }),
    fc.record({
      name: fc.constant('remove-islands' as const),
      pixels: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({
      name: fc.constantFrom('grow' as const, 'shrink' as const, 'smooth' as const),
      radius,
    }),
    fc.record({
      name: fc.constantFrom(
        'union' as const,
        'intersect' as const,
        'subtract' as const,
        'invert-inside' as const,
      ),
      other: anyMask,
    }),
  );
  fc.assert(
    fc.property(anyMask, fc.array(command, { maxLength: 12 }), (start, commands) => {
      let now = start;
      const toggled = commands.map((next) => {
        const after = runMaskCommand(now, next);
        const delta = xorMasks(now, after);
        now = after;
        return delta;
      });
      const end = now;
      for (const delta of toggled.toReversed()) now = xorMasks(now, delta);
      expect(masksEqual(now, start)).toBe(true);
      for (const delta of toggled) now = xorMasks(now, delta);
      expect(masksEqual(now, end)).toBe(true);
    }),
  );
});
