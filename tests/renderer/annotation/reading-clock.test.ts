import { expect, test } from 'vitest';
import { IDLE_AFTER_MS, ReadingClock } from '../../../renderer/annotation/reading-clock.js';

test('counts while there is input, and a stated time beyond it', () => {
  const clock = new ReadingClock(1000, true);
  expect(clock.take(4000)).toBe(3000);
  clock.input(10_000);
  expect(clock.pending(10_500)).toBe(6500);
  // Away: only up to the idle time after the last input, however often it is asked.
  expect(clock.pending(10_000 + IDLE_AFTER_MS / 2)).toBe(6000 + IDLE_AFTER_MS / 2);
  expect(clock.take(10_000 + 5 * IDLE_AFTER_MS)).toBe(6000 + IDLE_AFTER_MS);
  expect(clock.take(10_000 + 9 * IDLE_AFTER_MS)).toBe(0);
  clock.input(10_000 + 10 * IDLE_AFTER_MS);
  expect(clock.take(10_250 + 10 * IDLE_AFTER_MS)).toBe(250);
});

test('stands still while the window is hidden', () => {
  const clock = new ReadingClock(0, true);
  clock.setSeen(false, 500);
  clock.input(900);
  clock.setSeen(true, 20_000);
  expect(clock.take(20_100)).toBe(600);
  expect(new ReadingClock(0, false).take(1000)).toBe(0);
});

test('gives whole milliseconds, keeps the rest, and takes back what could not be kept', () => {
  const clock = new ReadingClock(0, true);
  expect(clock.take(10.6)).toBe(10);
  expect(clock.take(21)).toBe(11);
  clock.giveBack(11);
  expect(clock.take(22)).toBe(12);
});
