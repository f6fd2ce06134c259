import { cache, Enums, imageLoader, metaData, type Types } from '@cornerstonejs/core';
import type { Instance } from '../../shared/domain.js';
import { ApiError } from '../api.js';
import { fetchRendition, type ProgressListener } from './fetch-rendition.js';
import { takeAhead } from './load-ahead.js';

/**
 * Cornerstone's way to the pixels main decoded: `limen:<instance>/<frame>`, fetched from image://
 * as raw RGB. Display, inference and export use these same pixels.
 */

const SCHEME = 'limen';

interface LoadedImage {
  readonly instance: Instance;
  readonly rgba: Uint8Array;
  readonly image: Types.IImage;
}

/** The picture on screen: one at a time, since a large one takes 100 MB. */
let loaded: LoadedImage | null = null;

export function registerImageLoader(): void {
  imageLoader.registerImageLoader(SCHEME, (imageId) => ({ promise: handOver(imageId) }));
  metaData.addProvider(describe);
}

/**
 * Fetch a frame, so that Cornerstone can be given its image id. It is fetched before Cornerstone
 * asks, because a load that fails there is also thrown where nobody can catch it.
 *
 * Rejects with {@link ApiError}: main's reason, or `cancelled` after an abort.
 */
export async function loadImage(
  instance: Instance,
  frame: number,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<string> {
  const imageId = `${SCHEME}:${instance.id}/${String(frame)}`;
  const taken = await takeAhead(instance.id, frame);
  if (signal.aborted) throw new ApiError('cancelled', 'another picture was opened meanwhile');
  const { width, height, rgba } =
    taken ?? (await fetchRendition(instance.id, frame, onProgress, signal));
  const image = describeImage(imageId, instance, width, height, rgba);
  loaded = { instance, image, rgba };
  return imageId;
}

/** RGBA of the picture that was loaded, row by row; null when there is none. */
export function loadedPixels(): Uint8Array | null {
  return loaded?.rgba ?? null;
}

/** Let go of the pixels that were loaded. */
export function forgetImage(): void {
  loaded = null;
  cache.purgeCache();
}

function handOver(imageId: string): Promise<Types.IImage> {
  return loaded?.image.imageId === imageId
    ? Promise.resolve(loaded.image)
    : Promise.reject(new ApiError('internal', 'the picture was not loaded; open it again'));
}

function describeImage(
  imageId: string,
  { spacingMm }: Instance,
  width: number,
  height: number,
  rgba: Uint8Array,
): Types.IImage {
  return {
    imageId,
    minPixelValue: 0,
    maxPixelValue: 255,
    slope: 1,
    intercept: 0,
    windowCenter: 127.5,
    windowWidth: 256,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    getPixelData: () => rgba,
    getCanvas: () => {
      throw new Error('this loader keeps pixels, not a canvas');
    },
    rows: height,
    columns: width,
    height,
    width,
    color: true,
    // The property asks Cornerstone to drop the fourth channel; it is to stay.
    rgba: false,
    numberOfComponents: 4,
    columnPixelSpacing: spacingMm?.column ?? 1,
    rowPixelSpacing: spacingMm?.row ?? 1,
    invert: false,
    sizeInBytes: rgba.byteLength,
    dataType: 'Uint8Array',
  };
}

const { IMAGE_PLANE, IMAGE_PIXEL, GENERAL_SERIES } = Enums.MetadataModules;

/** Metadata modules of the loaded frame. Spacing is given only where the file states one. */
const describers: Readonly<Record<string, (instance: Instance) => object>> = {
  [IMAGE_PLANE]: (instance) => ({
    rows: instance.height,
    columns: instance.width,
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    imageOrientationPatient: [1, 0, 0, 0, 1, 0],
    imagePositionPatient: [0, 0, 0],
    frameOfReferenceUID: instance.id,
    ...(instance.spacingMm !== null && {
      rowPixelSpacing: instance.spacingMm.row,
      columnPixelSpacing: instance.spacingMm.column,
    }),
  }),
  [IMAGE_PIXEL]: () => ({
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    samplesPerPixel: 4,
    photometricInterpretation: 'RGB',
    pixelRepresentation: 0,
  }),
  [GENERAL_SERIES]: () => ({ modality: 'XC' }),
};

function describe(type: string, imageId: unknown): object | undefined {
  if (loaded === null || imageId !== loaded.image.imageId) return undefined;
  return describers[type]?.(loaded.instance);
}
