import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../json-file.js';
import type { ModelFolders } from './model-folders.js';

/**
 * The model that segments where no other was promoted: the best single network of models/README.md,
 * the same on every machine.
 */
export const shippedDefaultId = 'limen';

const reference = z.object({ id: z.string(), version: z.string(), sha256: z.string() });

/** One change of the default, with what was known when it was made. */
const promotion = z.object({
  model: reference,
  replaced: reference,
  /** ISO 8601, UTC. */
  at: z.string(),
  /** Means of the Jaccard on the locked set, and the 95 % interval of their paired difference. */
  report: z.object({
    lockedSetSha256: z.string(),
    pictures: z.int(),
    oldMeanJaccard: z.number(),
    newMeanJaccard: z.number(),
    difference: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  }),
  /** Why the model was promoted although the report was worse; null where it was not. */
  forcedBecause: z.string().nullable(),
});
export type Promotion = z.infer<typeof promotion>;

const promotionsFile = z.object({
  format: z.literal('limen-promotions/1'),
  promotions: z.array(promotion),
});

function pathOf({ added }: ModelFolders): string {
  return join(added, 'promotions.json');
}

/** Every change of the default, oldest first. */
export async function readPromotions(folders: ModelFolders): Promise<Promotion[]> {
  return (await readJsonFile(pathOf(folders), promotionsFile))?.promotions ?? [];
}

/** The id of the model that segments when none is named. */
export async function defaultModelId(folders: ModelFolders): Promise<string> {
  return (await readPromotions(folders)).at(-1)?.model.id ?? shippedDefaultId;
}

/** Makes a model the default. @throws AppError `disk-full` or `write-failed`. */
export async function recordPromotion(folders: ModelFolders, added: Promotion): Promise<void> {
  const promotions = [...(await readPromotions(folders)), added];
  await writeJsonFile(pathOf(folders), { format: 'limen-promotions/1', promotions });
}
