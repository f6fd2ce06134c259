import type { Polygon } from './outline-path.js';
import type { ViewTransform } from './view-transform.js';

const LINE_PX = 1.75;
/** A dark edge keeps the line apart from pale skin. */
const HALO_PX = 1.5;
const HALO = 'rgb(0 0 0 / 28%)';

/** Polygons in image coordinates as a path on the canvas. */
export function pathOf(polygons: readonly Polygon[], view: ViewTransform, closed = true): Path2D {
  const path = new Path2D();
  for (const polygon of polygons) {
    polygon.forEach(({ x, y }, index) => {
      const [toX, toY] = [x * view.scaleX + view.offsetX, y * view.scaleY + view.offsetY];
      if (index === 0) path.moveTo(toX, toY);
      else path.lineTo(toX, toY);
    });
    if (closed) path.closePath();
  }
  return path;
}

/**
 * @param pixelRatio what a CSS pixel measures in the context's coordinates
 * @param dash lengths of line and gap in CSS pixels; empty for a solid line
 */
export function strokeWithHalo(
  context: CanvasRenderingContext2D,
  path: Path2D,
  colour: string,
  pixelRatio: number,
  dash: readonly number[],
): void {
  context.lineJoin = 'round';
  context.setLineDash(dash.map((length) => length * pixelRatio));
  context.lineWidth = (LINE_PX + HALO_PX) * pixelRatio;
  context.strokeStyle = HALO;
  context.stroke(path);
  context.lineWidth = LINE_PX * pixelRatio;
  context.strokeStyle = colour;
  context.stroke(path);
}

/** The 2D context of a canvas. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the window has no 2D canvas');
  return context;
}
