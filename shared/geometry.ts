/**
 * A point is branded with its space, so a canvas coordinate cannot be stored as one of the picture
 * by mistake. Pixel (0, 0) covers 0 <= x < 1: its centre is at 0.5, 0.5.
 */
declare const space: unique symbol;

/** Native, upright picture. */
export interface ImagePoint {
  readonly x: number;
  readonly y: number;
  readonly [space]: 'image';
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function imagePoint(x: number, y: number): ImagePoint {
  return { x, y } as ImagePoint;
}
