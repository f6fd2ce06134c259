import {
  CompressionType,
  FastResizeFilter,
  FilterType,
  ResizeFit,
  Transformer,
} from '@napi-rs/image';
import { encodeMask } from '../../shared/labelmap.js';
import { findArtefacts } from './artefacts/find-artefacts.js';
import { decodeFrameCached, inspectFile } from './decode.js';
import { fingerprintOf } from './fingerprint.js';
import { readGreyPicture } from './grey-picture.js';
import { importMask, intake } from './intake.js';
import { hashOf } from './pixel-hash.js';
import type { JobInput, JobKind, JobOutput } from './protocol.js';
import { writeRendition, writeWhole } from './rendition.js';

const THUMBNAIL_QUALITY = 82;

type PictureJob = Extract<
  JobKind,
  | 'inspect'
  | 'intake'
  | 'rendition'
  | 'thumbnail'
  | 'cleanCopy'
  | 'pixelHash'
  | 'fingerprint'
  | 'findArtefacts'
  | 'readMask'
  | 'importMask'
>;

/** The jobs of a worker that need no model. Contracts are in protocol.ts. */
export const pictureJobs: {
  [Kind in PictureJob]: (input: JobInput<Kind>) => Promise<JobOutput<Kind>>;
} = {
  inspect: ({ path }) => inspectFile(path),

  async rendition({ path, frame, output }) {
    const decoded = await decodeFrameCached(path, frame);
    await writeRendition(output, decoded);
    return sizeOf(decoded);
  },

  async thumbnail({ path, frame, maxSide, output }) {
    const decoded = await decodeFrameCached(path, frame);
    const size = fitInto(decoded, maxSide);
    const transformer = transformerOf(shrink(decoded, maxSide));
    transformer.fastResize({ ...size, filter: FastResizeFilter.Bilinear, fit: ResizeFit.Fill });
    await writeWhole(output, [await transformer.jpeg(THUMBNAIL_QUALITY)]);
    return size;
  },

  async cleanCopy({ path, frame, output }) {
    const decoded = await decodeFrameCached(path, frame);
    const png = await transformerOf(decoded).png({
      // Twenty times faster than the default, for files a third larger.
      compressionType: CompressionType.Fast,
      filterType: FilterType.Adaptive,
    });
    await writeWhole(output, [png]);
    return { ...sizeOf(decoded), pixelSha256: hashOf(decoded.rgb) };
  },

  async pixelHash({ path, frame }) {
    const decoded = await decodeFrameCached(path, frame);
    return { ...sizeOf(decoded), pixelSha256: hashOf(decoded.rgb) };
  },

  async fingerprint({ path, frame }) {
    return fingerprintOf(await decodeFrameCached(path, frame));
  },

  async findArtefacts({ path, frame }) {
    return findArtefacts(await decodeFrameCached(path, frame)).map(({ segment, mask }) => ({
      segment,
      mask: encodeMask(mask),
    }));
  },

  readMask: ({ path }) => readGreyPicture(path),

  intake,
  importMask,
};

interface Picture {
  width: number;
  height: number;
  /** Interleaved, 8 bit. */
  rgb: Uint8Array;
}

function sizeOf({ width, height }: Picture): { width: number; height: number } {
  return { width, height };
}

/** The encoder takes no raw RGB, but reads PPM, whose header is all that is missing. */
function transformerOf({ width, height, rgb }: Picture): Transformer {
  return new Transformer(Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), rgb]));
}

/**
 * The mean of whole blocks while a side stays at least twice the size asked for: the encoder then
 * has a small picture to copy and to resize, where it would copy tens of megapixels.
 */
function shrink(picture: Picture, maxSide: number): Picture {
  const block = Math.floor(Math.max(picture.width, picture.height) / (2 * maxSide));
  const width = Math.floor(picture.width / block);
  const height = Math.floor(picture.height / block);
  if (block < 2 || width < 1 || height < 1) return picture;
  const rgb = new Uint8Array(width * height * 3);
  const sums = new Uint32Array(width * 3);
  for (let row = 0; row < height; row += 1) {
    sums.fill(0);
    for (let line = row * block; line < (row + 1) * block; line += 1) {
      let at = line * picture.width * 3;
      for (let column = 0; column < width * 3; column += 3) {
        let [red, green, blue] = [0, 0, 0];
        for (const end = at + block * 3; at < end; at += 3) {
          red += picture.rgb[at] ?? 0;
          green += picture.rgb[at + 1] ?? 0;
          blue += picture.rgb[at + 2] ?? 0;
        }
        sums[column] = (sums[column] ?? 0) + red;
        sums[column + 1] = (sums[column + 1] ?? 0) + green;
        sums[column + 2] = (sums[column + 2] ?? 0) + blue;
      }
    }
    for (let index = 0; index < sums.length; index += 1) {
      rgb[row * width * 3 + index] = Math.round((sums[index] ?? 0) / (block * block));
    }
  }
  return { width, height, rgb };
}

function fitInto({ width, height }: Picture, maxSide: number) {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
