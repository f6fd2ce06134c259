import { expect, test } from 'vitest';
import { firstPlace, leastSize, placeOn, type WindowPlace } from '../../main/window-place.js';

const main = { x: 0, y: 24, width: 1920, height: 1056 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const kept: WindowPlace = { x: 2000, y: 100, width: 1100, height: 800, maximized: true };

test('a window comes back on the display it was on, maximised or not', () => {
  expect(placeOn(kept, [main, second])).toEqual(kept);
  expect(placeOn({ ...kept, maximized: false }, [main, second]).maximized).toBe(false);
});

test('where its display has gone the system places it', () => {
  expect(placeOn(kept, [main])).toEqual({ ...kept, x: null, y: null });
  // Its title bar lies above or below what can be seen.
  expect(placeOn({ ...kept, x: 10, y: -30 }, [main])).toMatchObject({ x: null, y: null });
  expect(placeOn({ ...kept, x: 10, y: 1060 }, [main])).toMatchObject({ x: null, y: null });
});

test('it is never larger than the display: a small laptop with large scaling shows all of it', () => {
  const laptop = { x: 0, y: 0, width: 683, height: 364 };
  expect(placeOn(firstPlace, [laptop])).toMatchObject({ width: 683, height: 364 });
  expect(placeOn({ ...kept, x: 0, y: 0 }, [laptop])).toMatchObject({ x: 0, width: 683 });
  expect(leastSize.width).toBeLessThanOrEqual(laptop.width);
  expect(leastSize.height).toBeLessThanOrEqual(laptop.height);
  expect(placeOn(firstPlace, [])).toEqual(firstPlace);
});
