import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFrame, decodeFrameCached, inspectFile } from '../../../main/worker/decode.js';
import { AppError } from '../../../shared/errors.js';
import { dicomFile } from '../../support/dicom-file.js';
import {
  colourAt,
  encoder,
  meanDifference,
  png,
  quadrantColours,
  quadrants,
  storedFor,
  withOrientation,
} from '../../support/pictures.js';

let folder = '';
let written = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-decode-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A file whose name says nothing about its content. */
async function save(bytes: Uint8Array): Promise<string> {
  written += 1;
  const path = join(folder, `${written}.bin`);
  await writeFile(path, bytes);
  return path;
}

describe('formats, told by content', () => {
  const picture = quadrants(24, 16);

  test.each(['png', 'tiff', 'bmp'] as const)('%s is exact', async (format) => {
    const decoded = await decodeFrame(await save(await encoder(picture)[format]()), 0);
    expect(decoded).toMatchObject({ width: 24, height: 16, frames: 1, format, orientation: 1 });
    expect(decoded.bitsStored).toBe(8);
    expect(meanDifference(decoded.rgb, picture.rgb)).toBe(0);
  });

  test('jpeg is close', async () => {
    const decoded = await decodeFrame(await save(await encoder(picture).jpeg(95)), 0);
    expect(decoded).toMatchObject({ width: 24, height: 16, format: 'jpeg' });
    expect(meanDifference(decoded.rgb, picture.rgb)).toBeLessThan(3);
  });

  test('dicom', async () => {
    const file = dicomFile({ Rows: 16, Columns: 24 }, picture.rgb);
    const decoded = await decodeFrame(await save(file), 0);
    expect(decoded).toMatchObject({ width: 24, height: 16, format: 'dicom' });
    expect(meanDifference(decoded.rgb, picture.rgb)).toBe(0);
  });

  test('grey is repeated', async () => {
    const grey = await encoder(picture).grayscale().png();
    const { rgb } = await decodeFrame(await save(grey), 0);
    expect(new Set(rgb.subarray(0, 3)).size).toBe(1);
  });

  test('16 bit keeps the high byte', async () => {
    const header = { width: 2, height: 1, depth: 16, colourType: 2 };
    const row = Uint8Array.of(10, 255, 20, 0, 30, 128, 255, 255, 0, 255, 7, 7);
    const decoded = await decodeFrame(await save(png(header, [row])), 0);
    expect([...decoded.rgb]).toEqual([10, 20, 30, 255, 0, 7]);
    expect(decoded.bitsStored).toBe(16);
  });

  test('alpha is composed on white', async () => {
    const header = { width: 3, height: 1, depth: 8, colourType: 6 };
    const row = Uint8Array.of(9, 9, 9, 0, 100, 0, 0, 255, 0, 0, 0, 128);
    const { rgb } = await decodeFrame(await save(png(header, [row])), 0);
    expect([...rgb]).toEqual([255, 255, 255, 100, 0, 0, 127, 127, 127]);
  });
});

describe('EXIF orientation', () => {
  const upright = quadrants(48, 32);

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i ends upright', async (orientation) => {
    const jpeg = await encoder(storedFor(orientation, upright)).jpeg(95);
    const path = await save(withOrientation(jpeg, orientation));
    const decoded = await decodeFrame(path, 0);
    expect(decoded).toMatchObject({ width: 48, height: 32, orientation });
    const corners = [colourAt(decoded, 8, 8), colourAt(decoded, 40, 8)];
    corners.push(colourAt(decoded, 8, 24), colourAt(decoded, 40, 24));
    corners.forEach((colour, corner) => {
      const expected = Uint8Array.from(quadrantColours[corner] ?? []);
      expect(meanDifference(Uint8Array.from(colour), expected)).toBeLessThan(4);
    });
    expect(await inspectFile(path)).toMatchObject({ width: 48, height: 32, orientation });
  });

  test('of a nonsense value is ignored', async () => {
    const jpeg = withOrientation(await encoder(upright).jpeg(95), 77);
    expect(await decodeFrame(await save(jpeg), 0)).toMatchObject({ width: 48, orientation: 1 });
  });
});

test('an inspected picture states its size, and nothing it does not know', async () => {
  const path = await save(await encoder(quadrants(24, 16)).png());
  expect(await inspectFile(path)).toEqual({
    format: 'png',
    width: 24,
    height: 16,
    frames: 1,
    bitsStored: 8,
    orientation: 1,
    burnedInAnnotation: 'not-applicable',
    spacingMm: null,
    attributes: [],
  });
});

describe('refusals', () => {
  const hugePng = () => png({ width: 60_000, height: 60_000, depth: 8, colourType: 2 }, []);
  const jpeg = () => encoder(quadrants(64, 64)).jpeg(90);

  test.each([
    ['a text', () => Buffer.from('not a picture at all'), 'unsupported-format'],
    ['an empty file', () => new Uint8Array(0), 'unreadable-file'],
    ['a picture whose header asks for 3.6 gigapixels', hugePng, 'too-large'],
    ['a PNG without its pixels', () => hugePng().subarray(0, 20), 'unreadable-file'],
    ['a JPEG cut short', async () => (await jpeg()).subarray(0, -40), 'unreadable-file'],
    ['a JPEG signature alone', () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'unreadable-file'],
    [
      'a TIFF that points outside',
      () => Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1'),
      'unreadable-file',
    ],
    ['a bitmap of negative width', () => bitmapHeader(-5, 5), 'unreadable-file'],
  ])('%s', async (_, make, code) => {
    const path = await save(await make());
    await expect(decodeFrame(path, 0)).rejects.toMatchObject({ name: 'AppError', code });
    await expect(inspectFile(path)).rejects.toMatchObject({ name: 'AppError', code });
  });

  test('a file that is not there, a folder, a frame that is not there', async () => {
    const path = await save(await encoder(quadrants(4, 4)).png());
    await expect(decodeFrame(join(folder, 'gone'), 0)).rejects.toMatchObject({ code: 'not-found' });
    await expect(decodeFrame(folder, 0)).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(decodeFrame(path, 1)).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('never name the file', async () => {
    const path = join(folder, 'Doe^Jane.png');
    await writeFile(path, 'nothing');
    const refusal = await decodeFrame(path, 0).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal instanceof AppError && refusal.message).not.toContain('Doe');
  });
});

function bitmapHeader(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(64);
  header.write('BM', 'latin1');
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  return header;
}

describe('the kept frame', () => {
  test('is decoded once, and again when the file changed', async () => {
    const path = await save(await encoder(quadrants(24, 16)).png());
    const [first, second] = await Promise.all([
      decodeFrameCached(path, 0),
      decodeFrameCached(path, 0),
    ]);
    expect(second.rgb).toBe(first.rgb);
    await writeFile(path, await encoder(quadrants(8, 8)).png());
    await utimes(path, 1, 1);
    expect(await decodeFrameCached(path, 0)).toMatchObject({ width: 8, height: 8 });
  });

  test('is not a failure', async () => {
    const path = await save(Buffer.from('nothing'));
    await expect(decodeFrameCached(path, 0)).rejects.toMatchObject({ code: 'unsupported-format' });
    await writeFile(path, await encoder(quadrants(8, 8)).png());
    expect(await decodeFrameCached(path, 0)).toMatchObject({ width: 8 });
  });
});

test('damaged files decode or are refused with a code', async () => {
  const picture = quadrants(20, 12);
  const seeds = [
    dicomFile({ Rows: 12, Columns: 20, PatientName: 'A^B' }, picture.rgb),
    await encoder(picture).png(),
    await encoder(picture).jpeg(80),
    await encoder(picture).tiff(),
    await encoder(picture).bmp(),
  ];
  const damage = fc.record({
    seed: fc.constantFrom(...seeds),
    bytes: fc.array(fc.tuple(fc.nat(1500), fc.nat(255)), { minLength: 1, maxLength: 8 }),
    keep: fc.double({ min: 0.05, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ seed, bytes, keep }) => {
      const file = Buffer.from(seed.subarray(0, Math.ceil(seed.length * keep)));
      for (const [at, value] of bytes) file[at % file.length] = value;
      const path = await save(file);
      for (const read of [inspectFile, decodeFrame]) {
        const outcome: unknown = await read(path, 0).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
      }
      await rm(path);
    }),
    { numRuns: 300 },
  );
});
