import { fetchRendition, type ProgressListener } from './fetch-rendition.js';

/** A smaller copy this long is drawn while the picture is not zoomed in beyond it. */
const SMALL_SIDE = 1280;

/** One decoded picture that any number of panes draw: its pixels are held once. */
export interface SharedPicture {
  readonly width: number;
  readonly height: number;
  readonly full: ImageBitmap;
  /** For the fitted view, as scaling a large picture for every pane would take long. */
  readonly small: ImageBitmap;
  /** Let go of the pixels. */
  readonly close: () => void;
}

/** Rejects with ApiError: main's reason, or `cancelled` after an abort. */
export async function loadSharedPicture(
  instanceId: string,
  frame: number,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<SharedPicture> {
  const { width, height, rgba } = await fetchRendition(instanceId, frame, onProgress, signal);
  const pixels = new Uint8ClampedArray(rgba.buffer as ArrayBuffer, rgba.byteOffset, rgba.length);
  const full = await createImageBitmap(new ImageData(pixels, width, height));
  const scale = Math.min(1, SMALL_SIDE / Math.max(width, height));
  const small = await createImageBitmap(full, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: 'high',
  });
  const close = (): void => {
    full.close();
    small.close();
  };
  return { width, height, full, small, close };
}
