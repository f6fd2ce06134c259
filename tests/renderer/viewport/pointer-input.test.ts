import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PointerInput, type PointerActions } from '../../../renderer/viewport/pointer-input.js';
import type { Tool } from '../../../renderer/viewport/tools/tool.js';

/** As much of an element as the pointer needs. */
class Surface extends EventTarget {
  readonly focus = vi.fn();
  readonly setPointerCapture = vi.fn();
  readonly releasePointerCapture = vi.fn();
  readonly hasPointerCapture = (): boolean => false;
  readonly getBoundingClientRect = () => ({ left: 100, top: 50 });
  readonly contains = (): boolean => false;
}

let surface: Surface;
let said: string[];
let tool: Tool;
let using: boolean;

function send(
  type: string,
  x: number,
  y: number,
  more: { pointerType?: string; pointerId?: number; button?: number; pressure?: number } = {},
): void {
  const event = Object.assign(new Event(type, { cancelable: true }), {
    pointerType: 'mouse',
    pointerId: 1,
    button: 0,
    pressure: 0.5,
    clientX: x + 100,
    clientY: y + 50,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    getCoalescedEvents: () => [],
    ...more,
  });
  surface.dispatchEvent(event);
}

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', { body: null });
  surface = new Surface();
  said = [];
  tool = 'brush';
  using = false;
  const say = (...words: readonly unknown[]): void => {
    said.push(words.map(String).join(' '));
  };
  const actions: PointerActions = {
    tool: () => tool,
    press: ({ x, y }, { flip, eraser, pressure }, clicks) => {
      say('press', x, y, flip ? 'flip' : eraser ? 'eraser' : 'plain', pressure, clicks);
    },
    drag: (points, pressure) => {
      say('drag', points.length, pressure);
    },
    release: () => {
      say('release');
    },
    hover: () => undefined,
    using: () => using,
    confirm: () => undefined,
    stepBack: () => {
      say('stepBack');
    },
    cancel: () => {
      say('cancel');
    },
    settle: () => undefined,
    pick: () => undefined,
    tapSpace: () => undefined,
    panBy: (x, y) => {
      say('pan', x, y);
    },
    zoomAt: (factor) => {
      say('zoom', factor);
    },
    windowBy: () => undefined,
    resizeBrush: () => undefined,
  };
  new PointerInput(surface as unknown as HTMLElement, actions);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const pen = { pointerType: 'pen', pointerId: 7 };
const finger = (pointerId: number) => ({ pointerType: 'touch', pointerId });

test('a mouse presses plainly whatever pressure it reports', () => {
  send('pointerdown', 3, 4, { pressure: 1 });
  send('pointermove', 5, 4, { pressure: 1 });
  send('pointerup', 5, 4);
  expect(said).toEqual(['press 3 4 plain 0.5 1', 'drag 1 0.5', 'release']);
});

test('a pen presses as hard as it does, and erases with its eraser end', () => {
  send('pointerdown', 3, 4, { ...pen, pressure: 0.2 });
  send('pointermove', 5, 4, { ...pen, pressure: 0.9, button: -1 });
  send('pointerup', 5, 4, pen);
  send('pointerdown', 30, 40, { ...pen, button: 5, pressure: 0.4 });
  send('pointerup', 30, 40, { ...pen, button: 5 });
  expect(said).toEqual([
    'press 3 4 plain 0.2 1',
    'drag 1 0.9',
    'release',
    'press 30 40 eraser 0.4 1',
    'release',
  ]);
});

test('one finger draws, two move and zoom without a stroke', () => {
  send('pointerdown', 10, 10, finger(1));
  send('pointermove', 30, 10, finger(1));
  send('pointerup', 30, 10, finger(1));
  expect(said).toEqual(['press 10 10 plain 0.5 1', 'drag 1 0.5', 'release']);
  said.length = 0;
  send('pointerdown', 10, 10, finger(1));
  send('pointerdown', 110, 10, finger(2));
  send('pointermove', 210, 10, finger(2));
  send('pointerup', 210, 10, finger(2));
  send('pointerup', 10, 10, finger(1));
  expect(said).toEqual(['pan 50 0', 'zoom 2']);
});

test('a second finger gives a stroke up, but of a polygon only the last corner', () => {
  for (const [going, ends] of [
    [false, 'cancel'],
    [true, 'stepBack'],
  ] as const) {
    using = going;
    send('pointerdown', 10, 10, finger(1));
    send('pointermove', 60, 10, finger(1));
    send('pointerdown', 110, 10, finger(2));
    expect(said.at(-1)).toBe(ends);
    send('pointerup', 60, 10, finger(1));
    send('pointerup', 110, 10, finger(2));
    said.length = 0;
  }
});

test('once a pen is used a palm draws nothing: it moves the picture, or is ignored while it draws', () => {
  send('pointerdown', 3, 4, pen);
  send('pointerdown', 200, 200, finger(1));
  send('pointermove', 260, 200, finger(1));
  expect(said).toEqual(['press 3 4 plain 0.5 1']);
  send('pointerup', 3, 4, pen);
  send('pointerup', 260, 200, finger(1));
  said.length = 0;
  send('pointerdown', 200, 200, finger(1));
  send('pointermove', 260, 210, finger(1));
  send('pointerup', 260, 210, finger(1));
  expect(said).toEqual(['pan 60 10']);
});

test('what the system takes away from fingers is no stroke', () => {
  send('pointerdown', 10, 10, finger(1));
  send('pointermove', 60, 10, finger(1));
  send('pointercancel', 60, 10, finger(1));
  expect(said.at(-1)).toBe('cancel');
});
