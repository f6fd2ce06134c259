import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFiles } from '../../../main/store/import/import-files.js';
import { createWorkerHost } from '../../../main/worker/host.js';
import type { WorkerHost } from '../../../main/worker/protocol.js';
import {
  blackRows,
  deflatedDicom,
  deflatedZeros,
  pngBomb,
  tarBomb,
  tiffBomb,
  zipBomb,
  zlibZeros,
} from '../../support/bombs.js';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { tarOf } from '../worker/unpack/archives.js';
import { noisePng, openForTest, temporaryFolder } from './support.js';

/** Far less than what any of the bombs unpacks to: a worker that went on would be ended for it. */
const memoryBytes = 600 * 1024 ** 2;
const unpacksToMegabytes = 1000;
/** As sent by mail: nobody would think of gigabytes. */
const smallBytes = 5 * 1024 ** 2;

let built: BuiltWorker;
let worker: WorkerHost;

beforeAll(async () => {
  built = await buildWorker();
  worker = createWorkerHost({ fork: built.fork, limits: { memoryBytes } });
}, 60_000);

afterAll(async () => {
  await worker.close();
  await built.remove();
});

async function place(files: Readonly<Record<string, Buffer>>) {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  for (const [name, bytes] of Object.entries(files)) {
    expect(bytes.length).toBeLessThan(smallBytes);
    await writeFile(join(inbox, name), bytes);
  }
  return { folder, inbox, library: await openForTest(join(folder, 'library')) };
}

describe('what unpacks to gigabytes', () => {
  const header = tarOf([{ name: 'zeros.png', bytes: Buffer.alloc(1) }]).subarray(0, 512);
  header.write(`${(unpacksToMegabytes * 1024 ** 2).toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);

  test.each([
    ['one entry of a zip', 'a.zip', zipBomb({ entries: 1, megabytes: unpacksToMegabytes })],
    ['overlapping entries of a zip', 'b.zip', zipBomb({ entries: 4000, megabytes: 1 })],
    ['a compressed tar', 'c.tar.gz', tarBomb(unpacksToMegabytes, header)],
  ])('%s is refused, and nothing of it stays', async (_what, name, bytes) => {
    const { folder, inbox, library } = await place({
      [name]: bytes,
      'good.png': await noisePng(1),
    });
    const result = await importFiles({ library, worker, paths: [inbox], jobId: 'job-0001' });
    expect(result).toMatchObject({ state: 'finished', imported: 1 });
    expect(result.refusals).toMatchObject([
      {
        fileName: name,
        code: 'too-large',
        reason: expect.stringMatching(
          /its entry zeros\S* unpacks to more than 100 times its size. Where you trust it/,
        ) as string,
      },
    ]);
    expect((await readdir(library.folder)).filter((entry) => entry.includes('.tmp'))).toEqual([]);
    expect(await library.blobs.list()).toHaveLength(1);
    expect((await readdir(folder)).sort()).toEqual(['inbox', 'library']);
  });
});

describe('pictures that unpack to gigabytes', () => {
  const zeros = zlibZeros(unpacksToMegabytes);

  test('are refused where they state it, with the reason, and nothing is copied', async () => {
    const { inbox, library } = await place({
      'png.png': pngBomb(60_000, { pixels: zeros }),
      'tiff.tif': tiffBomb(60_000, zeros),
      'deflated.dcm': deflatedDicom(deflatedZeros(unpacksToMegabytes)),
    });
    const result = await importFiles({ library, worker, paths: [inbox], jobId: 'job-0001' });
    expect(result).toMatchObject({ state: 'finished', imported: 0 });
    expect(result.refusals).toMatchObject([
      { fileName: 'deflated.dcm', code: 'too-large' },
      { fileName: 'png.png', code: 'too-large' },
      { fileName: 'tiff.tif', code: 'too-large' },
    ]);
    expect(await library.blobs.list()).toEqual([]);
  });

  test.each([
    ['PNG with too many rows', pngBomb(20, { pixels: zeros })],
    ['PNG with a huge profile and text', pngBomb(20, { pixels: blackRows(20), profile: zeros })],
    ['TIFF with too long a strip', tiffBomb(20, zeros)],
  ])('a %s is shown as what it states, or refused, in bounded memory', async (_what, bytes) => {
    const { inbox, folder } = await place({ picture: bytes });
    const path = join(inbox, 'picture');
    const input = { path, frame: 0, maxSide: 320, output: join(folder, 'thumbnail') };
    const outcome = await worker.run('thumbnail', input).catch((thrown: unknown) => thrown);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'unreadable-file' });
    else {
      expect(outcome).toEqual({ width: 20, height: 20 });
      expect((await stat(input.output)).size).toBeLessThan(10_000);
    }
  });
});
