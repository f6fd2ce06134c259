import { Transformer } from '@napi-rs/image';
import { AppError } from '../../shared/errors.js';
import type { ImagePixel } from './image-pixel.js';
import { assertCompleteJpeg, readJpegStream } from './jpeg-stream.js';
import type { JpegStream } from './jpeg-stream.js';
import type { StoredSamples } from './photometric.js';
import type { FrameCodec } from './transfer-syntax.js';

/** Above this size the WebAssembly instance is dropped: its memory grows and never shrinks. */
const KEEP_INSTANCE_PIXELS = 4_000_000;

/**
 * Decode one compressed frame to samples, with the image description they now have: JPEG and
 * JPEG 2000 streams undo their own colour transform. Throws `unreadable-file` where the stream is
 * damaged or of another size than the header states.
 */
export async function decodeEncapsulated(
  codec: Exclude<FrameCodec, 'native'>,
  stream: Uint8Array,
  image: ImagePixel,
): Promise<StoredSamples> {
  if (codec === 'jpeg-lossy') return decodeLossyJpeg(stream, image);
  assertStreamSize(codec, stream, image);
  const decoded = await runCodec(codec, stream, image, false);
  // The reversible and irreversible transforms are part of JPEG 2000 decoding (PS3.5 8.2.4).
  const transformed = ['YBR_RCT', 'YBR_ICT', 'XYB'].includes(decoded.image.photometric);
  const jpegXl = codec === 'jpeg-xl' && image.samplesPerPixel === 3;
  return transformed || jpegXl
    ? { ...decoded, image: { ...decoded.image, photometric: 'RGB' } }
    : decoded;
}

async function decodeLossyJpeg(stream: Uint8Array, image: ImagePixel): Promise<StoredSamples> {
  const jpeg = readJpegStream(stream);
  assertSameSize(jpeg.width, jpeg.height, image);
  assertCompleteJpeg(jpeg);
  if (jpeg.components.length !== image.samplesPerPixel) {
    throw damaged(`its JPEG stream has ${jpeg.components.length} components`);
  }
  const storesYbr = jpeg.components.length === 3 && holdsYbr(jpeg, image.photometric);
  const described = storesYbr ? { ...image, photometric: 'RGB' } : image;
  if (jpeg.bitsStored === 8 && (storesYbr || image.samplesPerPixel === 1)) {
    const samples = await decodeNatively(stream, image);
    if (samples) {
      return { samples, subsampled: false, image: asInterleaved8Bit(described) };
    }
  }
  const decoded = await runCodec('jpeg-lossy', stream, image, storesYbr);
  return { ...decoded, image: { ...decoded.image, photometric: described.photometric } };
}

/**
 * Whether a three-component JPEG holds YCbCr. Its own markers are believed first: there are files
 * that state RGB and hold YCbCr. Without markers, the component names of RGB and full-resolution
 * chroma under a stated RGB mean that no transform was applied.
 */
function holdsYbr(jpeg: JpegStream, photometric: string): boolean {
  if (jpeg.adobeTransform !== null) return jpeg.adobeTransform !== 0;
  if (jpeg.hasJfif) return true;
  const names = String.fromCharCode(...jpeg.components.map(({ id }) => id));
  if (names === 'RGB') return false;
  const subsampled = jpeg.components.some(
    ({ horizontal, vertical }) =>
      horizontal !== jpeg.components[0]?.horizontal || vertical !== jpeg.components[0].vertical,
  );
  return photometric !== 'RGB' || subsampled;
}

/** Twice as fast and half the memory of the WebAssembly codec; null where it gives up. */
async function decodeNatively(stream: Uint8Array, image: ImagePixel): Promise<Uint8Array | null> {
  try {
    const samples = await new Transformer(stream).rawPixels();
    return samples.length === image.width * image.height * image.samplesPerPixel ? samples : null;
  } catch {
    // A stricter reader than libjpeg; what it refuses is tried with the other codec, which tells why.
    return null;
  }
}

function asInterleaved8Bit(image: ImagePixel): ImagePixel {
  return { ...image, bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false, planar: false };
}

async function runCodec(
  codec: Exclude<FrameCodec, 'native'>,
  stream: Uint8Array,
  image: ImagePixel,
  convertColorspaceToRgb: boolean,
): Promise<StoredSamples> {
  const { default: codecs } = await import('dcmjs-codecs');
  const { NativeCodecs, Context } = codecs;
  if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
  const context = new Context({
    width: image.width,
    height: image.height,
    bitsAllocated: image.bitsAllocated,
    bitsStored: image.bitsStored,
    samplesPerPixel: image.samplesPerPixel,
    pixelRepresentation: image.signed ? 1 : 0,
    planarConfiguration: image.planar ? 1 : 0,
    photometricInterpretation: image.photometric,
    encodedBuffer: stream,
  });
  const decoders = {
    rle: () => NativeCodecs.decodeRle(context),
    'jpeg-lossy': () => NativeCodecs.decodeJpeg(context, { convertColorspaceToRgb }),
    'jpeg-lossless': () => NativeCodecs.decodeJpeg(context),
    'jpeg-ls': () => NativeCodecs.decodeJpegLs(context),
    'jpeg-2000': () => NativeCodecs.decodeJpeg2000(context),
    'ht-jpeg-2000': () => NativeCodecs.decodeHtJpeg2000(context),
    'jpeg-xl': () => NativeCodecs.decodeJpegXl(context),
  };
  try {
    const decoded = decoders[codec]();
    const samples = decoded.getDecodedBuffer();
    assertSameSize(decoded.getWidth() ?? 0, decoded.getHeight() ?? 0, image);
    const bitsAllocated = decoded.getBitsAllocated() === 16 ? 16 : image.bitsAllocated;
    const expected = image.width * image.height * image.samplesPerPixel * (bitsAllocated / 8);
    if (samples === undefined || samples.length < expected)
      throw damaged('it decodes to too little');
    return {
      samples,
      subsampled: false,
      image: {
        ...image,
        bitsAllocated,
        photometric: decoded.getPhotometricInterpretation() ?? image.photometric,
        planar: decoded.getPlanarConfiguration() === 1,
      },
    };
  } catch (cause) {
    // An aborted WebAssembly instance is in an unknown state; the next frame gets a new one.
    NativeCodecs.release();
    if (cause instanceof AppError) throw cause;
    throw damaged('its compressed stream cannot be decoded', cause);
  } finally {
    if (image.width * image.height > KEEP_INSTANCE_PIXELS) NativeCodecs.release();
  }
}

/** Compare the size in the stream with the header's before a decoder allocates for it. */
function assertStreamSize(codec: FrameCodec, stream: Uint8Array, image: ImagePixel): void {
  if (codec === 'jpeg-lossless' || codec === 'jpeg-ls') {
    const jpeg = readJpegStream(stream);
    assertSameSize(jpeg.width, jpeg.height, image);
    assertCompleteJpeg(jpeg);
  }
  if (codec === 'jpeg-2000' || codec === 'ht-jpeg-2000') {
    const size = readCodestreamSize(stream);
    if (size) assertSameSize(size.width, size.height, image);
  }
}

/** The SIZ marker that follows SOC in a JPEG 2000 codestream; null for one wrapped in JP2 boxes. */
function readCodestreamSize(stream: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (stream.length < 24 || view.getUint32(0) !== 0xff4fff51) return null;
  return {
    width: view.getUint32(8) - view.getUint32(16),
    height: view.getUint32(12) - view.getUint32(20),
  };
}

function assertSameSize(width: number, height: number, image: ImagePixel): void {
  if (width === image.width && height === image.height) return;
  throw damaged(
    `its compressed frame is ${width} x ${height} pixels and its header states ${image.width} x ${image.height}`,
  );
}

function damaged(what: string, cause?: unknown): AppError {
  return new AppError(
    'unreadable-file',
    `The DICOM picture is damaged: ${what}. Export it again from its source.`,
    { cause },
  );
}
