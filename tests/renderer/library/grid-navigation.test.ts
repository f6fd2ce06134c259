import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  captionPx,
  gapPx,
  gridLayout,
  moveFocus,
} from '../../../renderer/library/grid-navigation.js';

const keys = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
] as const;

/** A grid with a cell in it. */
const grids = fc
  .record({
    total: fc.integer({ min: 1, max: 100_000 }),
    columns: fc.integer({ min: 1, max: 12 }),
    visibleRows: fc.integer({ min: 1, max: 20 }),
  })
  .chain((shape) =>
    fc.record({ shape: fc.constant(shape), index: fc.integer({ min: 0, max: shape.total - 1 }) }),
  );

describe('moving the focus', () => {
  test('never leaves the grid', () => {
    fc.assert(
      fc.property(grids, fc.constantFrom(...keys), ({ shape, index }, key) => {
        const target = moveFocus(key, index, shape);
        expect(target).not.toBeNull();
        expect(target).toBeGreaterThanOrEqual(0);
        expect(target).toBeLessThan(shape.total);
      }),
    );
  });

  test('left undoes right, and up undoes down within full rows', () => {
    fc.assert(
      fc.property(grids, ({ shape, index }) => {
        const right = moveFocus('ArrowRight', index, shape) ?? -1;
        if (right !== index) expect(moveFocus('ArrowLeft', right, shape)).toBe(index);
        const down = moveFocus('ArrowDown', index, shape) ?? -1;
        if (down === index + shape.columns) expect(moveFocus('ArrowUp', down, shape)).toBe(index);
      }),
    );
  });

  const shape = { total: 10, columns: 4, visibleRows: 2 };

  test.each([
    ['ArrowDown', 1, 5],
    ['ArrowDown', 7, 9],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 2, 2],
    ['PageDown', 0, 4],
    ['PageUp', 9, 5],
    ['Home', 7, 0],
    ['End', 0, 9],
  ])('%s from %i goes to %i in rows of 4, 4 and 2', (key, from, to) => {
    expect(moveFocus(key, from, shape)).toBe(to);
  });

  test('other keys and empty grids move nothing', () => {
    expect(moveFocus('a', 0, shape)).toBeNull();
    expect(moveFocus('ArrowDown', 0, { ...shape, total: 0 })).toBeNull();
  });
});

describe('laying out the grid', () => {
  test('the cells and their gaps fit the width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 4000 }), (width) => {
        const { columns, cell } = gridLayout(width);
        expect(columns * cell + (columns - 1) * gapPx).toBeLessThanOrEqual(width);
        expect(cell).toBeGreaterThanOrEqual(190);
      }),
    );
  });

  test('a row holds a 4:3 picture, its caption and the gap', () => {
    const { columns, cell, rowHeight } = gridLayout(1000);
    expect(columns).toBe(5);
    expect(cell).toBe(192);
    expect(rowHeight).toBe(144 + captionPx + gapPx);
  });

  test('a width not yet measured gives one column', () => {
    expect(gridLayout(0).columns).toBe(1);
  });
});
