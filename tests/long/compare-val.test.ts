import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { picturePaths } from '../../main/comparison/picture-set.js';
import { listModels } from '../../main/models/registry.js';
import { scoreContradiction } from '../../shared/comparison/score-bounds.js';

/**
 * `limen compare` with every shipped model on the val split of ISIC 2017, held against what
 * `limen evaluate` and the scorer of the ISIC challenges (isic-challenge-scoring, by the Python
 * LIMEN_SCORING_PYTHON) say of the same masks.
 */
const root = resolve(import.meta.dirname, '../..');
const data = resolve(root, '../shared/data/isic2017-256');
const noData = existsSync(data) ? '' : ' (skipped: the pictures of isic2017-256 are not there)';
const scorer = process.env.LIMEN_SCORING_PYTHON ?? 'python3';
const noScorer =
  spawnSync(scorer, ['-c', 'import isic_challenge_scoring']).status === 0
    ? ''
    : ' (skipped: no Python with isic-challenge-scoring)';

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
const scores = z.record(z.string(), interval);
const report = z.object({
  pictures: z.int(),
  failures: z.array(z.unknown()),
  models: z.array(z.looseObject({ id: z.string() })),
});
const evaluation = z.object({ pictures: z.int(), metrics: scores });
const challenge = z.object({
  macro_average: z.object({
    accuracy: z.number(),
    jaccard: z.number(),
    threshold_jaccard: z.number(),
    dice: z.number(),
  }),
});

const images = join(data, 'images');
const masks = join(data, 'masks');
const minutes = 60_000;
const timeout = 30 * minutes;
/** Both round to full doubles; only the order of summing may differ. */
const digits = 6;

let folder: string;
let ids: string[];
let compared: z.infer<typeof report>;

async function limen(...args: string[]): Promise<string> {
  const command = [join(root, 'bin/limen.mjs'), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1e9 });
  return stdout;
}

/** Where there are two cores a model runs on one of them. */
async function twoAtOnce<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const takeTurns = async (): Promise<void> => {
    for (const item of left) await act(item);
  };
  await Promise.all([takeTurns(), takeTurns()]);
}

describe.skipIf(noData !== '')(`compare on val${noData}`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limen-compare-val-'));
    const { models } = await listModels({ shipped: join(root, 'models'), added: '' });
    ids = models.map(({ manifest }) => manifest.id);
    const file = join(folder, 'report.json');
    const which = ['--images', images, '--masks', masks, '--split', 'val'];
    process.stdout.write(
      await limen('compare', '--models', ids.join(), ...which, '--report', file),
    );
    compared = report.parse(JSON.parse(await readFile(file, 'utf8')));
    return () => rm(folder, { recursive: true });
  }, timeout);

  test('names every model on all pictures, within the bounds of Dice and Jaccard', () => {
    expect(compared.models.map(({ id }) => id)).toEqual(ids);
    expect(compared).toMatchObject({ pictures: 150, failures: [] });
    for (const model of compared.models) {
      const values = z
        .record(z.string(), z.number())
        .parse(
          Object.fromEntries(
            ['pooledIou', 'pooledDsc', 'meanJaccard', 'meanDice'].map((name) => [
              name,
              interval.parse(model[name]).value,
            ]),
          ),
        );
      expect(scoreContradiction(values, 1e-9), model.id).toBeNull();
    }
  });

  test(
    'says what evaluate says, to 1e-6',
    async () => {
      await twoAtOnce(compared.models, async (model) => {
        const which = ['--images', images, '--masks', masks, '--split', 'val', '--json'];
        const { metrics } = evaluation.parse(
          JSON.parse(await limen('evaluate', '--model', model.id, ...which)),
        );
        expect(Object.keys(metrics)).toHaveLength(9);
        for (const [name, expected] of Object.entries(metrics)) {
          const found = interval.parse(model[name]);
          for (const end of ['value', 'low', 'high'] as const) {
            expect(found[end], `${model.id}, ${name}`).toBeCloseTo(expected[end], digits);
          }
        }
      });
    },
    timeout,
  );

  test.skipIf(noScorer !== '')(
    `says what isic-challenge-scoring says where definitions meet${noScorer}`,
    async () => {
      const pictures = await picturePaths(images, 'val');
      const truths = join(folder, 'truths');
      await mkdir(truths);
      for (const id of pictures.keys()) {
        const name = `${id}_segmentation.png`;
        await copyFile(join(masks, name), join(truths, name));
      }
      await twoAtOnce(compared.models, async (model) => {
        const output = join(folder, model.id);
        await limen('segment', '--model', model.id, '--output', output, ...pictures.values());
        const run = spawnSync(
          scorer,
          ['-m', 'isic_challenge_scoring', '--output', 'json', 'segmentation', truths, output],
          { encoding: 'utf8' },
        );
        expect(run.status, run.stderr).toBe(0);
        const { macro_average: theirs } = challenge.parse(JSON.parse(run.stdout));
        const ours = (name: string): number => interval.parse(model[name]).value;
        expect(ours('meanJaccard'), model.id).toBeCloseTo(theirs.jaccard, digits);
        expect(ours('thresholdJaccard'), model.id).toBeCloseTo(theirs.threshold_jaccard, digits);
        expect(ours('meanDice'), model.id).toBeCloseTo(theirs.dice, digits);
        // Theirs is a mean over pictures, ours is pooled: one thing, as all have the same size.
        expect(ours('accuracy'), model.id).toBeCloseTo(theirs.accuracy, digits);
      });
    },
    timeout,
  );
});
