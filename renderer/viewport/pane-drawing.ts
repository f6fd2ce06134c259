import type { RunLengthMask } from '../../shared/labelmap.js';
import { contextOf, pathOf, strokeWithHalo } from './draw-path.js';
import { contoursOf } from './outline-path.js';
import type { SharedPicture } from './shared-picture.js';
import { toDevice, type ViewTransform } from './view-transform.js';

/** A mask made ready to be drawn at any zoom. */
export interface PaneMask {
  /** In image pixels. */
  readonly path: Path2D;
  /** Any CSS colour. */
  readonly colour: string;
  /** Of the filled area, 0..1. */
  readonly fill: number;
  readonly outline: 'solid' | 'dashed' | 'none';
  /** Part of the pane's width it is drawn in, as shares; all of it where none is given. */
  readonly within?: { readonly from: number; readonly to: number };
}

/** A small picture laid over the whole field, such as a map of probabilities. */
export interface PaneImage {
  readonly image: CanvasImageSource;
  /** Of the picture it is laid over. */
  readonly width: number;
  readonly height: number;
}

export type PaneLayer = PaneMask | PaneImage;

const IN_IMAGE_PIXELS: ViewTransform = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 };
const DASH_PX = [7, 4];
/** The skin shows through. */
const IMAGE_OPACITY = 0.85;

/** The borders of a mask, exactly along pixel edges. */
export function maskPath(mask: RunLengthMask): Path2D {
  return pathOf(contoursOf(mask), IN_IMAGE_PIXELS);
}

/** @param view from image to CSS pixels */
export function drawPicture(
  canvas: HTMLCanvasElement,
  picture: SharedPicture,
  view: ViewTransform,
): void {
  const context = cleared(canvas);
  const { scaleX, scaleY, offsetX, offsetY } = toDevice(view, devicePixelRatio);
  const enough = scaleX * picture.width <= picture.small.width;
  // From twice its size on, a picture's pixels are to be seen as they are.
  context.imageSmoothingEnabled = scaleX < 2;
  context.imageSmoothingQuality = 'medium';
  context.drawImage(
    enough ? picture.small : picture.full,
    ...([offsetX, offsetY, picture.width * scaleX, picture.height * scaleY] as const),
  );
}

/** Later masks lie over earlier ones. */
export function drawMasks(
  canvas: HTMLCanvasElement,
  masks: readonly PaneLayer[],
  view: ViewTransform,
): void {
  const context = cleared(canvas);
  const { scaleX, scaleY, offsetX, offsetY } = toDevice(view, devicePixelRatio);
  context.setTransform(scaleX, 0, 0, scaleY, offsetX, offsetY);
  const devicePixel = devicePixelRatio / scaleX;
  for (const layer of masks) {
    if ('image' in layer) {
      context.imageSmoothingEnabled = true;
      context.globalAlpha = IMAGE_OPACITY;
      context.drawImage(layer.image, 0, 0, layer.width, layer.height);
      context.globalAlpha = 1;
      continue;
    }
    const { path, colour, fill, outline, within } = layer;
    context.save();
    if (within !== undefined) clipTo(context, canvas, within);
    if (fill > 0) {
      context.globalAlpha = fill;
      context.fillStyle = colour;
      context.fill(path, 'evenodd');
      context.globalAlpha = 1;
    }
    if (outline !== 'none') {
      strokeWithHalo(context, path, colour, devicePixel, outline === 'dashed' ? DASH_PX : []);
    }
    context.restore();
  }
}

function clipTo(
  context: CanvasRenderingContext2D,
  { width, height }: HTMLCanvasElement,
  { from, to }: { from: number; to: number },
): void {
  const view = context.getTransform();
  context.resetTransform();
  context.beginPath();
  context.rect(from * width, 0, (to - from) * width, height);
  context.clip();
  context.setTransform(view);
}

/** Of the size it has on screen, and empty. */
function cleared(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = contextOf(canvas);
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
