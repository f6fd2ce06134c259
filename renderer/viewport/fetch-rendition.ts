import { z } from 'zod';
import { errorCodes } from '../../shared/errors.js';
import { ApiError } from '../api.js';
import { RgbaWriter } from './rgba-writer.js';

const PROGRESS_STEP = 0.1;
const errorCode = z.enum(errorCodes);

/** Fraction of the pixels received, 0..1, in steps of a tenth. */
export type ProgressListener = (fraction: number) => void;

/** Upright pixels of one frame, as decoded once for display, inference and export alike. */
export interface Rendition {
  readonly width: number;
  readonly height: number;
  /** Opaque RGBA, row-major. */
  readonly rgba: Uint8Array;
}

/**
 * Fetch the pixels of a frame from image://.
 * Rejects with {@link ApiError}: main's reason, or `cancelled` after an abort.
 */
export async function fetchRendition(
  instanceId: string,
  frame: number,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<Rendition> {
  try {
    const path = `${instanceId}/${String(frame)}`;
    const response = await fetch(`image://rendition/${path}`, { signal });
    const rendition = await readRendition(response, onProgress);
    signal.throwIfAborted();
    return rendition;
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown;
    const code = signal.aborted ? 'cancelled' : 'internal';
    throw new ApiError(code, `the picture did not arrive: ${String(thrown)}`, { cause: thrown });
  }
}

async function readRendition(response: Response, onProgress: ProgressListener): Promise<Rendition> {
  if (!response.ok || response.body === null) {
    const { data: code = 'internal' } = errorCode.safeParse(response.headers.get('x-limen-code'));
    throw new ApiError(code, await response.text());
  }
  const width = Number(response.headers.get('x-limen-width'));
  const height = Number(response.headers.get('x-limen-height'));
  return { width, height, rgba: await readRgba(response.body, width * height, onProgress) };
}

/** RGBA, because Cornerstone minifies smoothly (with mipmaps) only textures of four channels. */
async function readRgba(
  body: ReadableStream<Uint8Array>,
  pixels: number,
  onProgress: ProgressListener,
): Promise<Uint8Array> {
  const rgba = new RgbaWriter(pixels);
  const reader = body.getReader();
  let announced = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    rgba.write(value);
    // A large picture comes in a thousand pieces; each report draws the screen again.
    if (rgba.written - announced < pixels * PROGRESS_STEP) continue;
    announced = rgba.written;
    onProgress(announced / pixels);
  }
  if (rgba.written !== pixels) {
    throw new ApiError('internal', 'the picture arrived incomplete; open it again');
  }
  return rgba.bytes;
}
