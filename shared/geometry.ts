/**
 * Coordinate spaces. A point is branded with its space, so a model coordinate cannot be drawn on
 * the picture by mistake. Pixel (0, 0) covers 0 <= x < 1: its centre is at 0.5, 0.5.
 */
declare const space: unique symbol;

/** Native, upright picture. */
export interface ImagePoint {
  readonly x: number;
  readonly y: number;
  readonly [space]: 'image';
}

/** The network's input. */
export interface ModelPoint {
  readonly x: number;
  readonly y: number;
  readonly [space]: 'model';
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function imagePoint(x: number, y: number): ImagePoint {
  return { x, y } as ImagePoint;
}

export function modelPoint(x: number, y: number): ModelPoint {
  return { x, y } as ModelPoint;
}

/** The resize rule `whole-field`: each side scaled on its own, nothing cropped or padded. */
export function imageToModel(point: ImagePoint, image: Size, model: Size): ModelPoint {
  return modelPoint((point.x * model.width) / image.width, (point.y * model.height) / image.height);
}

/** The inverse of imageToModel. */
export function modelToImage(point: ModelPoint, image: Size, model: Size): ImagePoint {
  return imagePoint((point.x * image.width) / model.width, (point.y * image.height) / model.height);
}
