import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { preprocess, preprocessInKernel } from '../../../main/worker/preprocess.js';
import { resizeRgb } from '../../../main/worker/resize.js';
import { tinyManifest } from '../../support/tiny-models.js';

const folder = resolve(import.meta.dirname, '../../fixtures/preprocessing');
const goldenCase = z.object({
  width: z.int(),
  height: z.int(),
  rgb: z.base64(),
  outputWidth: z.int(),
  outputHeight: z.int(),
  tensor: z.base64(),
});

function readCase(name: string) {
  const golden = goldenCase.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const tensor = Uint8Array.from(Buffer.from(golden.tensor, 'base64'));
  return {
    picture: {
      width: golden.width,
      height: golden.height,
      rgb: Uint8Array.from(Buffer.from(golden.rgb, 'base64')),
    },
    outputWidth: golden.outputWidth,
    outputHeight: golden.outputHeight,
    tensor: new Float32Array(tensor.buffer),
  };
}

const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('golden vectors written by Python', () => {
  test('there are cases', () => {
    expect(names.length).toBeGreaterThanOrEqual(5);
  });

  test.each(names)('%s becomes the tensor that training would see', (name) => {
    const { picture, outputWidth, outputHeight, tensor } = readCase(name);
    const format = tinyManifest('golden', '0'.repeat(64)).network_data_format;
    const found = preprocess(picture, { ...format, width: outputWidth, height: outputHeight });
    expect(found).toHaveLength(tensor.length);
    const largest = found.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (tensor[index] ?? Number.NaN))),
      0,
    );
    expect(largest).toBeLessThanOrEqual(1e-6);
  });
});

test('planes whose size is no multiple of four are whole', () => {
  const { picture } = readCase('landscape.json');
  const format = tinyManifest('odd', '0'.repeat(64)).network_data_format;
  const [width, height] = [19, 17];
  const small = resizeRgb(picture.rgb, picture.width, picture.height, width, height);
  const [low, high] = [Math.min(...small), Math.max(...small)];
  const expected = Float32Array.from({ length: small.length }, (_, index) => {
    const channel = Math.floor(index / (width * height));
    return ((small[3 * (index % (width * height)) + channel] ?? 0) - low) / (high - low);
  });
  expect(preprocess(picture, { ...format, width, height })).toEqual(expected);
});

test('a picture larger than all before becomes what it becomes after a larger one', () => {
  const format = tinyManifest('growing', '0'.repeat(64)).network_data_format;
  const of = (side: number) => {
    const rgb = new Uint8Array(side * side * 3).map((_, at) => 60 + ((at * 131) % 97));
    return preprocess({ width: side, height: side, rgb }, { ...format, width: 256, height: 256 });
  };
  // For each the kernel's memory grows, also between resizing and normalising.
  const sides = [300, 600, 900];
  const growing = sides.map(of);
  const again = sides.map(of);
  expect(growing.map((planes, at) => planes.every((v, i) => v === again[at]?.[i]))).toEqual([
    true,
    true,
    true,
  ]);
});

test('a picture is prepared in memory that the one before has filled', () => {
  const format = tinyManifest('again', '0'.repeat(64)).network_data_format;
  const { picture } = readCase('landscape.json');
  const first = preprocess(picture, format);
  const inverse = { ...picture, rgb: picture.rgb.map((level) => 255 - level) };
  expect(preprocess(inverse, format)).not.toEqual(first);
  const inKernel = preprocessInKernel(picture, format);
  expect(inKernel).toEqual(first);
});

test('planes whose pixels fill no whole vectors follow each other without gaps', () => {
  const format = {
    ...tinyManifest('gaps', '0'.repeat(64)).network_data_format,
    width: 5,
    height: 3,
  };
  const rgb = new Uint8Array(5 * 3 * 3).map((_, at) => (at % 3) * 100 + at);
  const planes = preprocessInKernel({ width: 5, height: 3, rgb }, format);
  const low = Math.min(...rgb);
  const range = Math.max(...rgb) - low;
  const expected = [0, 1, 2].flatMap((channel) =>
    [...rgb]
      .filter((_, at) => at % 3 === channel)
      .map((level) => Math.fround((level - low) / range)),
  );
  expect([...planes]).toEqual(expected);
});

describe('resizeRgb', () => {
  test.each([
    [1, 1, 16, 16],
    [17, 9, 16, 24],
    [640, 3, 17, 19],
    [4288, 40, 256, 256],
  ])('keeps one colour from %i x %i to %i x %i', (width, height, toWidth, toHeight) => {
    const colour = [250, 3, 128];
    const rgb = Uint8Array.from(
      { length: width * height * 3 },
      (_, index) => colour[index % 3] ?? 0,
    );
    const resized = resizeRgb(rgb, width, height, toWidth, toHeight);
    const expected = Uint8Array.from(
      { length: toWidth * toHeight * 3 },
      (_, index) => colour[index % 3] ?? 0,
    );
    expect(Buffer.compare(resized, expected)).toBe(0);
  });

  test('gives the same result after a larger picture has used the memory', () => {
    const { picture } = readCase('landscape.json');
    const before = resizeRgb(picture.rgb, picture.width, picture.height, 20, 20);
    resizeRgb(new Uint8Array(3000 * 2000 * 3).fill(200), 3000, 2000, 256, 256);
    const after = resizeRgb(picture.rgb, picture.width, picture.height, 20, 20);
    expect(Buffer.compare(before, after)).toBe(0);
  });
});
