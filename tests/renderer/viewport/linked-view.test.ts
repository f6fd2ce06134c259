import { expect, test, vi } from 'vitest';
import { LinkedView } from '../../../renderer/viewport/linked-view.js';
import { imagePoint } from '../../../shared/geometry.js';

function fitted(): LinkedView {
  const view = new LinkedView({ width: 400, height: 200 });
  view.resize({ width: 200, height: 200 });
  return view;
}

test('the picture is fitted into the pane, and again when the pane changes', () => {
  const view = fitted();
  expect(view.transform).toEqual({ scaleX: 0.5, scaleY: 0.5, offsetX: 0, offsetY: 50 });
  view.resize({ width: 400, height: 400 });
  expect(view.transform).toEqual({ scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 100 });
});

test('zooming keeps what lies under the pointer, and a new size keeps the zoom', () => {
  const view = fitted();
  view.zoomAt(4, { x: 50, y: 100 });
  // Image point (100, 100) lay under (50, 100).
  expect(view.transform).toEqual({ scaleX: 2, scaleY: 2, offsetX: -150, offsetY: -100 });
  view.resize({ width: 300, height: 300 });
  expect(view.transform?.scaleX).toBe(2);
  view.fit();
  expect(view.transform?.scaleX).toBe(0.75);
});

test('the zoom has ends', () => {
  const view = fitted();
  view.zoomAt(1e6, null);
  expect(view.transform?.scaleX).toBe(64);
  view.zoomAt(1e-6, null);
  expect(view.transform?.scaleX).toBeCloseTo(0.1, 10);
});

test('every pane is told of a move and of the pointer', () => {
  const view = fitted();
  const [one, other] = [vi.fn(), vi.fn()];
  const stop = view.subscribe(one);
  view.subscribe(other);
  view.panBy(10, -5);
  expect(view.transform).toMatchObject({ offsetX: 10, offsetY: 45 });
  stop();
  view.pointAt(imagePoint(3, 4));
  expect(view.cursor).toEqual({ x: 3, y: 4 });
  expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 2]);
});
