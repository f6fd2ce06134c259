import type { RunLengthMask } from '../../shared/labelmap.js';
import { contextOf, pathOf, strokeWithHalo } from './draw-path.js';
import { contoursOf, outlineFor, type Polygon } from './outline-path.js';
import type { Shape } from './tools/tool.js';
import type { ViewTransform } from './view-transform.js';

const COLOUR = '#fff';
const DASH_PX = [3, 3];
const MARK_PX = 3;

/** What would become of the mask: the outline a command leads to, or the line a tool is drawing. */
export class PreviewCanvas {
  private contours: readonly Polygon[] = [];
  private shape: Shape | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  setMask(mask: RunLengthMask | null): void {
    this.contours = mask === null ? [] : contoursOf(mask);
  }

  setShape(shape: Shape | null): void {
    this.shape = shape;
  }

  /** @param view from image to device pixels; null draws nothing */
  draw(view: ViewTransform | null, pixelRatio: number): void {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (view === null) return;
    if (this.contours.length > 0) {
      const path = pathOf(outlineFor(this.contours, 1 / view.scaleX), view);
      strokeWithHalo(context, path, COLOUR, pixelRatio, []);
    }
    if (this.shape === null) return;
    const { points, closed, marked } = this.shape;
    strokeWithHalo(context, pathOf([points], view, closed), COLOUR, pixelRatio, DASH_PX);
    context.fillStyle = COLOUR;
    const side = 2 * MARK_PX * pixelRatio;
    for (const { x, y } of marked) {
      const [left, top] = [x * view.scaleX + view.offsetX, y * view.scaleY + view.offsetY];
      context.fillRect(left - side / 2, top - side / 2, side, side);
    }
  }
}
