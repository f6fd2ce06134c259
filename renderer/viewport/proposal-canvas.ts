import type { RunLengthMask } from '../../shared/labelmap.js';
import { contextOf, pathOf, strokeWithHalo } from './draw-path.js';
import { contoursOf, outlineFor, type Polygon } from './outline-path.js';
import type { MaskStyle } from './paint-masks.js';
import type { ViewTransform } from './view-transform.js';

const DASH_PX = [7, 4];

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
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (view === null || this.contours.length === 0) return;
    const path = pathOf(outlineFor(this.contours, 1 / view.scaleX), view);
    const colour = getComputedStyle(this.canvas).color;
    if (style.mode === 'fill') {
      context.globalAlpha = style.opacity;
      context.fillStyle = colour;
      context.fill(path, 'evenodd');
      context.globalAlpha = 1;
    }
    strokeWithHalo(context, path, colour, pixelRatio, DASH_PX);
  }
}
