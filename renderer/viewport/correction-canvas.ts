import { isArtefact } from '../../shared/domain.js';
import type { Rect } from '../../shared/labelmap.js';
import type { MaskLayer } from './mask-layer.js';
import { paintMasks, type MaskStyle } from './paint-masks.js';
import { colourOf } from './segment-colours.js';
import type { ShownSegments } from './shown-segments.js';
import { clipRect, joinRects, rectToCanvas, type ViewTransform } from './view-transform.js';

/** The reader's masks, solid. While brushing only the rectangle under the brush is drawn again. */
export class CorrectionCanvas {
  private readonly context: CanvasRenderingContext2D;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('the window has no 2D canvas');
    this.context = context;
  }

  clear(): void {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Draw all masks for a new view, given from image to device pixels. */
  drawAll(
    layer: MaskLayer,
    segments: ShownSegments,
    view: ViewTransform,
    style: MaskStyle,
    pixelRatio: number,
  ): void {
    this.clear();
    const extent = layer
      .ids()
      .map((id) => layer.extent(id))
      .reduce(joinRects, null);
    if (extent !== null) this.drawRect(layer, segments, view, style, pixelRatio, extent);
  }

  /** Draw what a changed rectangle of the picture shows. */
  drawRect(
    layer: MaskLayer,
    segments: ShownSegments,
    view: ViewTransform,
    style: MaskStyle,
    pixelRatio: number,
    changed: Rect,
  ): void {
    const lineRadius = Math.max(1, Math.round(pixelRatio));
    const region = clipRect(rectToCanvas(view, changed, lineRadius + 1), this.canvas);
    if (region === null) return;
    const masks = layer.ids().flatMap((id) => {
      const { colour, hidden, opacity } = segments(id);
      if (hidden || layer.extent(id) === null) return [];
      const flat = isArtefact(id);
      return [{ pixels: layer.pixels(id), colour: colourOf(id, colour), opacity, flat }];
    });
    const rgba = paintMasks(region, view, layer.size, masks, style, lineRadius);
    this.context.putImageData(new ImageData(rgba, region.width, region.height), region.x, region.y);
  }
}
