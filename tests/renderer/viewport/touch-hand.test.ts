import { beforeEach, expect, test } from 'vitest';
import { TouchHand } from '../../../renderer/viewport/touch-hand.js';

let acts: string[];
let hand: TouchHand;

beforeEach(() => {
  acts = [];
  const say = (name: string, ...values: readonly number[]): void => {
    acts.push([name, ...values.map((value) => Math.round(value * 100) / 100)].join(' '));
  };
  hand = new TouchHand({
    begin: ({ x, y }) => {
      say('begin', x, y);
    },
    move: (points) => {
      say('move', points.length);
    },
    end: () => {
      say('end');
    },
    giveUp: () => {
      say('giveUp');
    },
    panBy: (x, y) => {
      say('pan', x, y);
    },
    zoomAt: (factor, { x, y }) => {
      say('zoom', factor, x, y);
    },
  });
});

test('one finger begins where it touched, once it has moved', () => {
  hand.down(1, { x: 10, y: 10 });
  hand.move(1, [{ x: 12, y: 11 }]);
  expect(acts).toEqual([]);
  hand.move(1, [
    { x: 16, y: 12 },
    { x: 20, y: 14 },
  ]);
  hand.up(1);
  expect(acts).toEqual(['begin 10 10', 'move 2', 'end']);
});

test('a tap is a press', () => {
  hand.down(1, { x: 10, y: 10 });
  hand.up(1);
  expect(acts).toEqual(['begin 10 10', 'end']);
});

test('two fingers move and zoom, and draw nothing: not first, not last', () => {
  hand.down(1, { x: 0, y: 0 });
  hand.down(2, { x: 100, y: 0 });
  hand.move(2, [{ x: 200, y: 0 }]);
  hand.move(1, [{ x: 0, y: 20 }]);
  hand.up(2);
  hand.move(1, [{ x: 50, y: 50 }]);
  hand.up(1);
  expect(acts).toEqual(['pan 50 0', 'zoom 2 100 0', 'pan 0 10', 'zoom 1 100 10']);
  hand.down(1, { x: 5, y: 5 });
  hand.up(1);
  expect(acts.slice(4)).toEqual(['begin 5 5', 'end']);
});

test('a stroke that a second finger interrupts is given up', () => {
  hand.down(1, { x: 0, y: 0 });
  hand.move(1, [{ x: 30, y: 0 }]);
  hand.down(2, { x: 100, y: 0 });
  expect(acts).toEqual(['begin 0 0', 'move 1', 'giveUp']);
  hand.drop();
  hand.up(1);
  expect(acts).toHaveLength(3);
});

test('fingers that the system takes away leave nothing', () => {
  hand.down(1, { x: 0, y: 0 });
  hand.drop();
  hand.down(2, { x: 0, y: 0 });
  hand.move(2, [{ x: 30, y: 0 }]);
  hand.drop();
  expect(acts).toEqual(['begin 0 0', 'move 1', 'giveUp']);
});
