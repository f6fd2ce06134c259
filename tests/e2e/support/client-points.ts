import type { Page } from '@playwright/test';
import { imagePoint, type ImagePoint } from '../../../shared/geometry.js';

/** A point of the window in whole CSS pixels, as a mouse gives it. */
export interface ClientPoint {
  readonly x: number;
  readonly y: number;
}

/** Where the picture lies in the window. */
export interface Placement {
  /** The whole CSS pixel nearest to a point of the picture. */
  readonly toClient: (x: number, y: number) => ClientPoint;
  /** The point of the picture under a pixel of the window, as the application computes it. */
  readonly toImage: (point: ClientPoint) => ImagePoint;
}

export async function placementOf(page: Page): Promise<Placement> {
  const viewport = page.getByTestId('viewport');
  const box = await viewport.boundingBox();
  const view = (await viewport.getAttribute('data-view'))?.split(' ').map(Number);
  if (!box || view?.length !== 4) throw new Error('the viewport shows no picture');
  const [scaleX = 1, scaleY = 1, offsetX = 0, offsetY = 0] = view;
  return {
    toClient: (x, y) => ({
      x: Math.round(box.x + x * scaleX + offsetX),
      y: Math.round(box.y + y * scaleY + offsetY),
    }),
    toImage: ({ x, y }) =>
      imagePoint((x - box.x - offsetX) / scaleX, (y - box.y - offsetY) / scaleY),
  };
}

/** Presses at the first point, moves through the others and releases. */
export async function pullThrough(page: Page, points: readonly ClientPoint[]): Promise<void> {
  const [first, ...rest] = points;
  if (first === undefined) throw new Error('a pull needs a point');
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  for (const { x, y } of rest) await page.mouse.move(x, y);
  await page.mouse.up();
}
