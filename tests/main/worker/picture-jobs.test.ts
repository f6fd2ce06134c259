import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeFrame } from '../../../main/worker/decode.js';
import { pictureJobs } from '../../../main/worker/picture-jobs.js';
import { RENDITION_HEADER_BYTES, readRenditionHeader } from '../../../main/worker/rendition.js';
import { dicomFile } from '../../support/dicom-file.js';
import {
  encoder,
  meanDifference,
  png,
  quadrants,
  withOrientation,
} from '../../support/pictures.js';

let folder = '';
let source = '';
const picture = quadrants(60, 40);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-jobs-'));
  source = join(folder, 'source');
  await writeFile(source, await encoder(picture).png());
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a rendition is the decoded pixels behind a header, for its owner only', async () => {
  const output = join(folder, 'rendition');
  expect(await pictureJobs.rendition({ path: source, frame: 0, output })).toEqual({
    width: 60,
    height: 40,
  });
  const bytes = await readFile(output);
  expect(readRenditionHeader(bytes)).toEqual({ width: 60, height: 40, fileBytes: bytes.length });
  expect(bytes.subarray(RENDITION_HEADER_BYTES).equals(picture.rgb)).toBe(true);
  if (process.platform !== 'win32') expect((await stat(output)).mode & 0o777).toBe(0o600);
});

test('a damaged rendition header is refused', () => {
  expect(() => readRenditionHeader(Buffer.from('LMRGB2\0\0________'))).toThrow(/damaged/);
  expect(() => readRenditionHeader(Buffer.from('LMRGB1\0\0'))).toThrow(/damaged/);
});

test('output that cannot be written leaves nothing behind', async () => {
  const output = join(folder, 'missing', 'rendition');
  await expect(pictureJobs.rendition({ path: source, frame: 0, output })).rejects.toMatchObject({
    code: 'write-failed',
  });
  const occupied = join(folder, 'occupied');
  await writeFile(join(folder, 'keep'), '');
  await pictureJobs.rendition({ path: source, frame: 0, output: occupied });
  expect((await readdir(folder)).sort()).toEqual(['keep', 'occupied', 'source']);
});

test.each([
  [30, 30, 20],
  [500, 60, 40],
  [12, 12, 8],
])('a thumbnail of at most %i is %i x %i', async (maxSide, width, height) => {
  const output = join(folder, 'thumbnail');
  const size = await pictureJobs.thumbnail({ path: source, frame: 0, maxSide, output });
  expect(size).toEqual({ width, height });
  const decoded = await decodeFrame(output, 0);
  expect(decoded).toMatchObject({ width, height, format: 'jpeg' });
  expect(meanDifference(decoded.rgb, quadrants(width, height).rgb)).toBeLessThan(10);
});

describe('a clean copy', () => {
  test('has the upright pixels and no metadata', async () => {
    const canary = 'CANARY-4711';
    const jpeg = withOrientation(await encoder(picture).jpeg(90), 6);
    const comment = Buffer.from(`\xff\xfe\0\x0d${canary}`, 'latin1');
    await writeFile(source, Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
    const output = join(folder, 'copy.png');
    const copied = await pictureJobs.cleanCopy({ path: source, frame: 0, output });
    expect(copied).toMatchObject({ width: 40, height: 60 });
    expect(await pictureJobs.pixelHash({ path: output, frame: 0 })).toEqual(copied);
    expect((await pictureJobs.pixelHash({ path: source, frame: 0 })).pixelSha256).toBe(
      copied.pixelSha256,
    );
    const bytes = await readFile(output);
    expect(bytes.includes(canary)).toBe(false);
    expect(new Set(chunkTypes(bytes))).toEqual(new Set(['IHDR', 'IDAT', 'IEND']));
  });

  test('of a DICOM frame carries no attribute', async () => {
    const attributes = { Rows: 40, Columns: 60, PatientName: 'CANARY^0815', NumberOfFrames: '2' };
    const inverse = picture.rgb.map((level) => 255 - level);
    await writeFile(source, dicomFile(attributes, Buffer.concat([picture.rgb, inverse])));
    const output = join(folder, 'copy.png');
    await pictureJobs.cleanCopy({ path: source, frame: 1, output });
    expect((await readFile(output)).includes('CANARY')).toBe(false);
    expect(meanDifference((await decodeFrame(output, 0)).rgb, inverse)).toBe(0);
  });
});

function chunkTypes(bytes: Buffer): string[] {
  const types: string[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    types.push(bytes.toString('latin1', at + 4, at + 8));
  }
  return types;
}

describe('masks', () => {
  const expected = [0, 255, 255, 0, 255, 0, 0, 255];
  const size = { width: 8, height: 1 };
  const palette = { type: 'PLTE', body: Uint8Array.of(0, 0, 0, 255, 255, 255) };
  const inRed = expected.flatMap((level) => [level, 0, 0]);
  const transparent = expected.flatMap((level) => [255, 255, 255, level]);

  test.each([
    ['8-bit grey', png({ ...size, depth: 8, colourType: 0 }, [Uint8Array.from(expected)])],
    ['1-bit grey', png({ ...size, depth: 1, colourType: 0 }, [Uint8Array.of(0b01101001)])],
    ['palette', png({ ...size, depth: 1, colourType: 3 }, [Uint8Array.of(0b01101001)], [palette])],
    ['one colour', png({ ...size, depth: 8, colourType: 2 }, [Uint8Array.from(inRed)])],
    ['alpha', png({ ...size, depth: 8, colourType: 6 }, [Uint8Array.from(transparent)])],
  ])('%s', async (_, bytes) => {
    await writeFile(source, bytes);
    const mask = await pictureJobs.readMask({ path: source });
    expect(mask).toMatchObject(size);
    expect([...mask.grey]).toEqual(expected);
  });

  test('a DICOM file is not one', async () => {
    await writeFile(source, dicomFile({}, new Uint8Array(12)));
    await expect(pictureJobs.readMask({ path: source })).rejects.toMatchObject({
      code: 'unsupported-format',
    });
  });
});
