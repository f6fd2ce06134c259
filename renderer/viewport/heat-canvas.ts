import type { ProbabilityMap } from '../../shared/domain.js';
import type { Size } from '../../shared/geometry.js';
import { contextOf } from './draw-path.js';
import { heatPixels, type HeatKind } from './heat-colours.js';
import type { ViewTransform } from './view-transform.js';

/** A probability map to be laid over the picture. */
export interface Heat {
  readonly map: ProbabilityMap;
  readonly kind: HeatKind;
}

/** The probability map in colours, as fine as the model gave it and smooth between its values. */
export class HeatCanvas {
  private coloured: OffscreenCanvas | null = null;
  private shown: Heat | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Throws `bad-input` for a map whose bytes do not fit its size. */
  setHeat(heat: Heat | null): void {
    if (heat?.map === this.shown?.map && heat?.kind === this.shown?.kind) return;
    this.shown = heat;
    this.coloured = heat && heatImage(heat);
  }

  /**
   * @param view from image to device pixels; null draws nothing
   * @param size of the picture, over the whole of which the map lies
   */
  draw(view: ViewTransform | null, size: Size): void {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (view === null || this.coloured === null) return;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    const [width, height] = [size.width * view.scaleX, size.height * view.scaleY];
    context.drawImage(this.coloured, view.offsetX, view.offsetY, width, height);
  }
}

/** The map as a picture of its size. Throws `bad-input` when its bytes do not fit it. */
export function heatImage({ map, kind }: Heat): OffscreenCanvas {
  const canvas = new OffscreenCanvas(map.width, map.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the window has no 2D canvas');
  context.putImageData(new ImageData(heatPixels(map, kind), map.width, map.height), 0, 0);
  return canvas;
}
