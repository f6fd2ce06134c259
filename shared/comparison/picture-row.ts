import { z } from 'zod';

/** Pixels of a model's mask against the known one. */
const counts = z.object({ tp: z.int(), fp: z.int(), fn: z.int(), tn: z.int() });

/** From a model's proposal to the mask that was accepted. */
const effort = z.object({
  /** Pixels that differ, at the picture's own size, and as a share of the accepted lesion. */
  changedPx: z.int(),
  changedShare: z.number(),
  /** Acts of the reader that are in effect; null where the correction began with another model. */
  strokes: z.int().nullable(),
  /** Between those acts, pauses left out; null as above. */
  seconds: z.number().nullable(),
});

const modelRow = z.object({
  confidence: z.number(),
  runMs: z.number(),
  /** From the request to the mask; null where the run was there before. */
  totalMs: z.number().nullable(),
  /** Against the known mask, at the picture's own size; null without one. */
  native: counts.nullable(),
  /** The same with both masks at 256 x 256. */
  reduced: counts.nullable(),
  boundary: z
    .object({
      hausdorff95: z.number(),
      meanSurfaceDistance: z.number(),
      surfaceDice: z.number(),
    })
    .nullable(),
  effort: effort.nullable(),
});
export type ModelRow = z.infer<typeof modelRow>;

/** One picture of a comparison: what each model made of it, in numbers. */
export const pictureRow = z.object({
  id: z.string(),
  /** Share of the field that the known lesion takes; null without a known mask. */
  areaShare: z.number().nullable(),
  /** Null where it is not known. */
  melanoma: z.boolean().nullable(),
  /** By the model's id; a model that failed has none. */
  models: z.record(z.string(), modelRow),
  /** IoU of every two models' masks: first with second, first with third ... */
  ious: z.array(z.number()),
});
export type PictureRow = z.infer<typeof pictureRow>;
