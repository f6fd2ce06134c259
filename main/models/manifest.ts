import { z } from 'zod';
import { interval, sha256 } from '../../shared/domain.js';

/** models/<id>/model.json. Words follow the MONAI Bundle metadata where it has them. */
export const modelManifest = z.object({
  format: z.literal('limen-model/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: z.string(),
  version: z.string(),
  task: z.literal('lesion segmentation'),
  description: z.string(),
  authors: z.string(),
  license: z.string(),
  data_source: z.string(),
  intended_use: z.string(),
  trained_on: z.string(),
  width: z.string(),
  /** File name to hash; names are plain file names inside the model's folder. */
  files: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), sha256),
  network: z.object({
    file: z.string(),
    opset: z.int(),
    input_name: z.string(),
    output_name: z.string(),
  }),
  network_data_format: z.object({
    /** Input N x 3 x height x width, RGB, float32. */
    width: z.int().min(16).max(2048),
    height: z.int().min(16).max(2048),
    resize: z.literal('whole-field-triangle'),
    normalise: z.literal('min-max-per-image'),
    /** The graph returns logits; the app applies the sigmoid. */
    output_activation: z.literal('sigmoid'),
  }),
  threshold: z.number().min(0).max(1),
  calibration: z
    .object({
      /** Logistic regression on the named signals: confidence = sigmoid(bias + sum w * signal). */
      bias: z.number(),
      weights: z.record(z.string(), z.number()),
      definition: z.string(),
    })
    .nullable(),
  params: z.int(),
  /** Multiply-accumulates of the deployed graph at its input size. */
  macs: z.int(),
  splits: z.object({ train_sha256: sha256, val_sha256: sha256 }),
  training: z.object({ epochs: z.int(), seconds: z.int(), best_epoch: z.int() }),
  metrics: z.record(z.string(), interval),
  metrics_definition: z.string(),
});

export type ModelManifest = z.infer<typeof modelManifest>;
