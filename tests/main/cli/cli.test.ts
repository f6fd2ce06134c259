import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transformer } from '@napi-rs/image';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { recordCommand, type RecordedCommand } from '../../support/command-line.js';
import { encoder, paint } from '../../support/pictures.js';
import { installTinyModel } from '../../support/tiny-models.js';

const size = { width: 64, height: 48 };

let worker: BuiltWorker;
let modelsFolder: string;
let folder: string;
let output: string;
let limen: RecordedCommand['limen'];
let printed: string[];
let noted: string[];

beforeAll(async () => {
  worker = await buildWorker();
  modelsFolder = await mkdtemp(join(tmpdir(), 'limen-cli-models-'));
  await installTinyModel(modelsFolder, 'dark');
  await installTinyModel(modelsFolder, 'not-a-number');
}, 60_000);

afterAll(async () => {
  await worker.remove();
  await rm(modelsFolder, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-cli-'));
  output = join(folder, 'masks');
  ({ limen, printed, noted } = recordCommand(worker, {
    shipped: modelsFolder,
    added: join(folder, 'added'),
  }));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const printedJson = (): unknown[] => printed.map((line): unknown => JSON.parse(line));
const keysOf = (value: unknown): string[] => Object.keys(value ?? {});

/** A dark box on bright skin, from column `left` to the right edge: the box is the lesion. */
async function addPicture(name: string, left: number): Promise<string> {
  const path = join(folder, name);
  const picture = paint(size.width, size.height, (x) =>
    x < left ? [230, 210, 200] : [30, 25, 20],
  );
  await writeFile(path, await encoder(picture).png());
  return path;
}

describe('segment', () => {
  test('writes a mask a picture, one JSON line each, and goes on after a bad file', async () => {
    const first = await addPicture('first.png', 32);
    const bad = join(folder, 'bad.jpg');
    await writeFile(bad, 'not a picture');
    const second = await addPicture('second.png', 16);
    const options = ['--model', 'dark', '--json', '--output', output];

    expect(await limen('segment', ...options, first, bad, second)).toBe(1);

    const lines = printedJson();
    expect(lines).toMatchObject([
      { file: first, output: join(output, 'first_segmentation.png'), model: 'dark', ...size },
      { file: bad, error: { code: 'unsupported-format' } },
      { file: second, output: join(output, 'second_segmentation.png'), device: 'cpu' },
    ]);
    expect(keysOf(lines[0]).join(' ')).toBe(
      'file output model device confidence width height decodeMs runMs totalMs peakRssMb',
    );
    expect(await readdir(output)).toEqual(['first_segmentation.png', 'second_segmentation.png']);
    const written = await readFile(join(output, 'first_segmentation.png'));
    const mask = await new Transformer(written).rawPixels();
    expect(mask).toHaveLength(size.width * size.height);
    expect([mask[8], mask[60]]).toEqual([0, 255]);
    expect(noted.at(-1)).toMatch(/^2 masks, 1 failed, \d+\.\d s$/);
  });

  test('two inputs with one output name are refused before any work', async () => {
    const first = await addPicture('same.png', 32);
    await mkdir(join(folder, 'other'));
    const second = await addPicture('other/Same.png', 32);
    expect(await limen('segment', '--model', 'dark', '--output', output, first, second)).toBe(2);
    expect(noted[0]).toContain('would both write');
    await expect(readdir(output)).rejects.toThrow('ENOENT');
  });

  test.each([
    ['no picture', ['segment', '--model', 'dark']],
    ['an unknown option', ['segment', '--modle', 'dark', 'x.png']],
    ['an unknown device', ['segment', '--device', 'quantum', 'x.png']],
    ['an unknown command', ['segmnt']],
    ['no command', []],
  ])('%s is wrong usage', async (_what, args) => {
    expect(await limen(...args)).toBe(2);
    expect(noted.join('\n')).toContain('Usage: limen');
    expect(printed).toEqual([]);
  });

  test('a model that cannot run, or is not there, fails at once', async () => {
    const picture = await addPicture('picture.png', 32);
    expect(await limen('segment', '--model', 'not-a-number', '--output', output, picture)).toBe(1);
    expect(noted.at(-1)).toContain('not numbers');
    expect(await limen('segment', '--model', 'missing', '--output', output, picture)).toBe(1);
    expect(noted.at(-1)).toContain('installed: dark');
  });
});

describe('evaluate', () => {
  async function addTruth(id: string, left: number): Promise<void> {
    const picture = paint(size.width, size.height, (x) => (x < left ? [0, 0, 0] : [255, 255, 255]));
    await mkdir(join(folder, 'masks'), { recursive: true });
    const path = join(folder, 'masks', `${id}_segmentation.png`);
    await writeFile(path, await encoder(picture).png());
  }

  beforeEach(async () => {
    await mkdir(join(folder, 'images'));
    await addPicture('images/a.png', 32);
    await addTruth('a', 32);
    // Twice the truth is found: J = 24 / 48.
    await addPicture('images/b.png', 16);
    await addTruth('b', 40);
    await addPicture('images/c.png', 32);
  });

  const dark = () => [
    'evaluate',
    '--model',
    'dark',
    '--images',
    join(folder, 'images'),
    '--masks',
    join(folder, 'masks'),
  ];

  test('scores the pictures of a split against their masks', async () => {
    await writeFile(join(folder, 'index.csv'), 'id,split\na,val\nb,val\nc,train\n');
    expect(await limen(...dark(), '--split', 'val', '--json')).toBe(0);
    expect(printedJson()).toMatchObject([
      {
        model: { id: 'dark' },
        split: 'val',
        pictures: 2,
        metrics: {
          meanJaccard: { value: 0.75 },
          thresholdJaccard: { value: 0.5 },
          failureRate: { value: 0.5 },
          pooledIou: { value: (32 + 24) / (32 + 48) },
        },
        failures: [],
      },
    ]);
    expect(printed[0]).toContain('definition');
  });

  test('a picture without a mask is said, counted and fails the command', async () => {
    expect(await limen(...dark())).toBe(1);
    expect(noted.join('\n')).toContain('c: ');
    expect(printed.join('\n')).toMatch(/meanJaccard +0\.7500 {2}\[/);
    expect(printed.at(-1)).toBe('1 pictures could not be scored');
  });

  test('a split that is not in the index is said', async () => {
    await writeFile(join(folder, 'index.csv'), 'id,split\na,val\n');
    expect(await limen(...dark(), '--split', 'test')).toBe(1);
    expect(noted.at(-1)).toContain('no split test; it has: val');
  });

  test('the folders have to be named', async () => {
    expect(await limen('evaluate', '--model', 'dark')).toBe(2);
  });
});

describe('models', () => {
  test('list --json is one object a line', async () => {
    expect(await limen('models', 'list', '--json')).toBe(0);
    const lines = printedJson();
    expect(lines).toHaveLength(2);
    expect(keysOf(lines[0]).join(' ')).toBe('id version params macs sha256 metrics isDefault');
    expect(lines[0]).toMatchObject({ id: 'dark', params: 4, macs: 3072 });
  });

  test('inspect shows what was checked', async () => {
    expect(await limen('models', 'inspect', 'dark')).toBe(0);
    expect(printed.filter((line) => line.startsWith('passed'))).toHaveLength(4);
    expect(printed.join('\n')).toContain('ran on cpu');
  });

  test('inspect fails for a model that cannot run', async () => {
    expect(await limen('models', 'inspect', 'not-a-number', '--json')).toBe(1);
    expect(printedJson()).toMatchObject([
      { checks: [{ ok: true }, { ok: true }, { ok: true }, { name: 'run', ok: false }] },
    ]);
  });
});

test('help is printed, not noted', async () => {
  expect(await limen('segment', '--help')).toBe(0);
  expect(printed[0]).toMatch(/^Usage: limen segment/);
});
