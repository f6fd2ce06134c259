import type { RunLengthMask } from '../../shared/labelmap.js';
import { contoursOf, outlineFor, type Polygon } from './outline-path.js';
import type { MaskStyle } from './paint-masks.js';
import type { ViewTransform } from './view-transform.js';

const DASH_PX = [7, 4];
const LINE_PX = 1.75;
/** A dark edge keeps the line apart from pale skin. */
const HALO_PX = 1.5;
const HALO = 'rgb(0 0 0 / 28%)';

/**
 * The model's proposal: dashed outline, optionally filled. It changes rarely, so it is drawn as
 * paths on a canvas of its own, which brushing leaves alone.
 */
export class ProposalCanvas {
  private contours: readonly Polygon[] = [];

  constructor(private readonly canvas: HTMLCanvasElement) {}

  setMask(mask: RunLengthMask | null): void {
    this.contours = mask === null ? [] : contoursOf(mask);
  }

  /** @param view from image to device pixels; null draws nothing */
  draw(view: ViewTransform | null, style: MaskStyle, pixelRatio: number): void {
    const context = this.canvas.getContext('2d');
    if (context === null) throw new Error('the window has no 2D canvas');
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (view === null || this.contours.length === 0) return;
    const path = new Path2D();
    for (const outline of outlineFor(this.contours, 1 / view.scaleX)) {
      outline.forEach(({ x, y }, index) => {
        const [toX, toY] = [x * view.scaleX + view.offsetX, y * view.scaleY + view.offsetY];
        if (index === 0) path.moveTo(toX, toY);
        else path.lineTo(toX, toY);
      });
      path.closePath();
    }
    const colour = getComputedStyle(this.canvas).color;
    if (style.mode === 'fill') {
      context.globalAlpha = style.opacity;
      context.fillStyle = colour;
      context.fill(path, 'evenodd');
      context.globalAlpha = 1;
    }
    context.lineJoin = 'round';
    context.setLineDash(DASH_PX.map((length) => length * pixelRatio));
    context.lineWidth = (LINE_PX + HALO_PX) * pixelRatio;
    context.strokeStyle = HALO;
    context.stroke(path);
    context.lineWidth = LINE_PX * pixelRatio;
    context.strokeStyle = colour;
    context.stroke(path);
  }
}
