import { imagePoint, type ImagePoint, type Size } from '../../shared/geometry.js';
import type { Rect } from '../../shared/labelmap.js';

/** CSS pixels from the upper left corner of the viewport, y down. */
export interface CanvasPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the picture lies on the viewport: canvas = image * scale + offset, for each axis. The two
 * scales differ only where a file states pixels that are not square.
 */
export interface ViewTransform {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

export function toCanvas(transform: ViewTransform, point: ImagePoint): CanvasPoint {
  return {
    x: point.x * transform.scaleX + transform.offsetX,
    y: point.y * transform.scaleY + transform.offsetY,
  };
}

/** The inverse of toCanvas. */
export function toImage(transform: ViewTransform, point: CanvasPoint): ImagePoint {
  return imagePoint(
    (point.x - transform.offsetX) / transform.scaleX,
    (point.y - transform.offsetY) / transform.scaleY,
  );
}

/** The same view in device pixels, in which the canvases are drawn. */
export function toDevice(transform: ViewTransform, pixelRatio: number): ViewTransform {
  return {
    scaleX: transform.scaleX * pixelRatio,
    scaleY: transform.scaleY * pixelRatio,
    offsetX: transform.offsetX * pixelRatio,
    offsetY: transform.offsetY * pixelRatio,
  };
}

/** Whole canvas pixels that a rectangle of the picture touches, grown by a margin on each side. */
export function rectToCanvas(transform: ViewTransform, rect: Rect, margin: number): Rect {
  const left = Math.floor(rect.x * transform.scaleX + transform.offsetX) - margin;
  const top = Math.floor(rect.y * transform.scaleY + transform.offsetY) - margin;
  const right = Math.ceil((rect.x + rect.width) * transform.scaleX + transform.offsetX) + margin;
  const bottom = Math.ceil((rect.y + rect.height) * transform.scaleY + transform.offsetY) + margin;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The part of a rectangle inside 0..width, 0..height; null when they do not meet. */
export function clipRect(rect: Rect, size: Size): Rect | null {
  const left = Math.max(0, rect.x);
  const top = Math.max(0, rect.y);
  const right = Math.min(size.width, rect.x + rect.width);
  const bottom = Math.min(size.height, rect.y + rect.height);
  if (right <= left || bottom <= top) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The smallest rectangle around both; null stands for nothing. */
export function joinRects(a: Rect | null, b: Rect | null): Rect | null {
  if (a === null) return b;
  if (b === null) return a;
  const left = Math.min(a.x, b.x);
  const top = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
