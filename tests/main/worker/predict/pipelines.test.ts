import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelSha256 } from '../../../../main/models/network-file.js';
import { preflight } from '../../../../main/models/preflight.js';
import { openModel, referenceOf, summaryOf } from '../../../../main/models/registry.js';
import { createWorkerHost } from '../../../../main/worker/host.js';
import { combine, memberAgreement, votesOf } from '../../../../main/worker/predict/ensemble.js';
import { resampleGrid } from '../../../../main/worker/predict/resample.js';
import type { LoadedModel, WorkerHost } from '../../../../main/worker/protocol.js';
import { decodeMask, maskArea } from '../../../../shared/labelmap.js';
import { buildWorker, type BuiltWorker } from '../../../support/built-worker.js';
import { encoder } from '../../../support/pictures.js';
import {
  installTinyEnsemble,
  installTinyModel,
  installTinyTwoStage,
} from '../../../support/tiny-models.js';
import { bytesOf, gridOf, largestDifference, twoStage } from './golden.js';

/** Models of several networks, through a real worker process. */

let worker: BuiltWorker;
let folder: string;
let host: WorkerHost;
let dark: LoadedModel;
let stages: LoadedModel;
const paths = new Map<string, string>();

beforeAll(async () => {
  worker = await buildWorker();
  folder = await mkdtemp(join(tmpdir(), 'limen-pipelines-'));
  host = createWorkerHost({ fork: worker.fork });
  dark = await installTinyModel(folder, 'dark');
  stages = await installTinyTwoStage(folder, twoStage.networks);
  for (const [index, { name, width, height, rgb }] of twoStage.maps.entries()) {
    const path = join(folder, `${String(index)}.png`);
    await writeFile(path, await encoder({ width, height, rgb: bytesOf(rgb) }).png());
    paths.set(name, path);
  }
}, 60_000);

afterAll(async () => {
  await host.close();
  await worker.remove();
  await rm(folder, { recursive: true, force: true });
});

async function segment(model: LoadedModel, name: string) {
  const path = paths.get(name) ?? '';
  const result = await host.run('segment', { path, frame: 0, model, device: 'cpu' });
  const { width, height, values } = result.probability;
  return { ...result, grid: { width, height, values: new Uint16Array(values.slice().buffer) } };
}

describe('two stages', () => {
  test.each(twoStage.maps)('$name: the map of Python', async (golden) => {
    const { grid, mask, ...result } = await segment(stages, golden.name);
    expect(grid).toMatchObject({ width: golden.mapWidth, height: golden.mapHeight });
    const expected = gridOf(golden.values, golden.mapWidth, golden.mapHeight);
    expect(largestDifference(grid.values, expected.values)).toBeLessThanOrEqual(2);
    expect(result).toMatchObject({ width: golden.width, height: golden.height, provider: 'cpu' });
    expect(decodeMask(mask)).toMatchObject({ width: golden.width, height: golden.height });
  });

  test('the lesion is outlined finer than the field was seen', async () => {
    const { mask, probability, confidence } = await segment(stages, 'landscape');
    const truth = Math.PI * 0.15 ** 2 * 131 * 97;
    expect(Math.abs(maskArea(decodeMask(mask)) - truth) / truth).toBeLessThan(0.03);
    expect(probability.width).toBeGreaterThan(2 * 32);
    expect(confidence).toBeGreaterThan(0.5);
  });

  test('one sha256 names both networks, and every check passes', async () => {
    const opened = await openModel(stages.folder);
    const { id, sha256 } = referenceOf(opened);
    expect(id).toBe('two-stage');
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const { manifest } = opened;
    for (const file of ['field.onnx', 'crop.onnx']) {
      const files = { ...manifest.files, [file]: 'f'.repeat(64) };
      expect(modelSha256({ ...manifest, files })).not.toBe(sha256);
    }
    expect(await preflight(opened, host)).toMatchObject(new Array(4).fill({ ok: true }));
  });

  test('a pair whose names do not fit is refused with them', async () => {
    const networks = structuredClone(twoStage.networks);
    networks.local.box_name = 'place';
    const model = await installTinyTwoStage(folder, networks, 'misnamed');
    await expect(segment(model, 'landscape')).rejects.toThrow(/no input or output place/);
  });
});

describe('an ensemble', () => {
  test.each(['mean', 'staple'] as const)('combines its members by %s', async (combination) => {
    const model = await installTinyEnsemble(folder, [dark, stages], combination);
    const members = [await segment(dark, 'landscape'), await segment(stages, 'landscape')];
    const grids = members.map(({ grid }) => resampleGrid(grid, 32, 32));
    const { grid, mask, runMs } = await segment(model, 'landscape');
    expect(grid).toEqual(combine(combination, grids, votesOf(grids, [0.5, 0.5])));
    expect(maskArea(decodeMask(mask))).toBeGreaterThan(0);
    expect(runMs).toBeGreaterThan(0);
  });

  test('its confidence follows how far the members agree', async () => {
    // One that calls much less dark enough.
    const strict = { ...dark.manifest, id: 'strict', threshold: 0.999 };
    await cp(dark.folder, join(folder, 'strict'), { recursive: true });
    await writeFile(join(folder, 'strict', 'model.json'), JSON.stringify(strict));
    const members = [stages, { folder: join(folder, 'strict'), manifest: strict }];
    const model = await installTinyEnsemble(folder, members, 'mean', 'doubtful');
    const calibration = { bias: -5, weights: { memberAgreement: 10 }, definition: '' };
    const calibrated = { ...model, manifest: { ...model.manifest, calibration } };
    const grids = [(await segment(stages, 'small picture')).grid];
    grids.push((await segment(dark, 'small picture')).grid);
    const agreement = memberAgreement(votesOf(grids, [0.5, 0.999]), 2);
    expect(agreement).toBeLessThan(0.95);
    const { confidence } = await segment(calibrated, 'small picture');
    expect(confidence).toBeCloseTo(1 / (1 + Math.exp(5 - 10 * agreement)), 9);
  });

  test('its sha256 follows members and combination, and it is shown like any other', async () => {
    const mean = await installTinyEnsemble(folder, [dark, stages], 'mean');
    const others = [
      await installTinyEnsemble(folder, [dark, stages], 'staple', 'other'),
      await installTinyEnsemble(folder, [stages, dark], 'mean', 'turned'),
    ];
    const hashes = [mean, ...others].map((model) => referenceOf(model).sha256);
    expect(new Set(hashes).size).toBe(3);
    expect(summaryOf(mean, 'dark')).toMatchObject({ params: null, inputSize: null });
    expect(await preflight(mean, host)).toMatchObject(new Array(4).fill({ ok: true }));
  });

  test.each([
    ['is missing', 'absent', 'cannot be used'],
    ['is an ensemble itself', 'ensemble-mean', 'is an ensemble itself'],
    ['has other networks', 'dark', 'has other networks'],
  ])('whose member %s is refused, naming it', async (_what, id, reason) => {
    await installTinyEnsemble(folder, [dark, stages], 'mean');
    const changed = { ...dark.manifest, id, files: { 'network.onnx': 'e'.repeat(64) } };
    const member = { folder: dark.folder, manifest: changed } as LoadedModel;
    await expect(installTinyEnsemble(folder, [stages, member], 'mean', 'broken')).rejects.toThrow(
      `its member ${id} ${reason}`,
    );
  });
});
