import { join, resolve } from 'node:path';
import {
  decodeMask,
  emptyMask,
  maskFromPixels,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { listModels } from '../../main/models/registry.js';
import { createWorkerHost } from '../../main/worker/host.js';
import type { WorkerHost } from '../../main/worker/protocol.js';
import { childProcessFork } from '../../main/worker/worker-process.js';
import { correctByHand, type Effort } from './scripted-hand.js';

export interface EffortOptions {
  /** Folder of the models. */
  models: string;
  /** Folder with images/<id>.jpg and masks/<id>_segmentation.png. */
  data: string;
  workerFile: string;
}

/** Of val, on which no model was trained, what is not too large to be corrected in bulk; then train. */
const ids = [
  'ISIC_0009995',
  'ISIC_0010459',
  'ISIC_0014572',
  'ISIC_0014597',
  'ISIC_0000000',
  'ISIC_0000044',
  'ISIC_0000166',
  'ISIC_0000215',
  'ISIC_0000254',
  'ISIC_0000314',
] as const;
const WANTED = 0.95;
const FOREGROUND_ABOVE = 128;

/**
 * What it takes a scripted hand to bring the proposal of each model, and an empty mask, to a Jaccard
 * of 0.95 with the known mask. @returns the table, line by line
 */
export async function measureEffort(options: EffortOptions): Promise<string[]> {
  const { data } = options;
  const workers = createWorkerHost({ fork: childProcessFork(options.workerFile) });
  try {
    const truths = new Map<string, RunLengthMask>();
    for (const id of ids) truths.set(id, await readTruth(workers, data, id));
    const folder = resolve(options.models);
    const { models } = await listModels({ shipped: folder, added: join(folder, 'none') });
    const rows: { name: string; efforts: Effort[] }[] = [];
    for (const model of models) {
      const efforts: Effort[] = [];
      for (const [id, truth] of truths) {
        const path = join(resolve(data), 'images', `${id}.jpg`);
        const { mask } = await workers.run('segment', { path, frame: 0, model, device: 'cpu' });
        efforts.push(correctByHand(decodeMask(mask), truth, WANTED));
      }
      rows.push({ name: model.manifest.id, efforts });
    }
    const fromNothing = [...truths.values()].map((truth) =>
      correctByHand(emptyMask(truth.width, truth.height), truth, WANTED),
    );
    rows.push({ name: '(nothing)', efforts: fromNothing });
    return [
      `${String(ids.length)} pictures, to J >= ${String(WANTED)}; means of a picture`,
      'from               J before   seconds   strokes      pixels   reached',
      ...rows.map(({ name, efforts }) => line(name, efforts)),
    ];
  } finally {
    await workers.close();
  }
}

function line(name: string, efforts: readonly Effort[]): string {
  const mean = (of: (effort: Effort) => number): number =>
    efforts.reduce((sum, effort) => sum + of(effort), 0) / efforts.length;
  const reached = efforts.filter(({ after }) => after >= WANTED).length;
  return [
    name.padEnd(18),
    mean(({ before }) => before)
      .toFixed(3)
      .padStart(9),
    mean(({ seconds }) => seconds)
      .toFixed(1)
      .padStart(9),
    mean(({ strokes }) => strokes)
      .toFixed(1)
      .padStart(9),
    mean(({ pixels }) => pixels)
      .toFixed(0)
      .padStart(11),
    `${String(reached)}/${String(efforts.length)}`.padStart(9),
  ].join(' ');
}

async function readTruth(workers: WorkerHost, data: string, id: string): Promise<RunLengthMask> {
  const path = join(resolve(data), 'masks', `${id}_segmentation.png`);
  const { width, height, grey } = await workers.run('readMask', { path });
  return maskFromPixels(
    grey.map((value) => (value > FOREGROUND_ABOVE ? 1 : 0)),
    width,
    height,
  );
}
