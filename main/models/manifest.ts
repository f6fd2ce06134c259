import { z } from 'zod';
import { interval, sha256 } from '../../shared/domain.js';

/** models/<id>/model.json. Words follow the MONAI Bundle metadata where it has them. */

const modelId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const inputSide = z.int().min(16).max(2048);
/** Mean of probabilities, or the posterior of STAPLE over the members' masks. */
const combination = z.enum(['mean', 'staple']);
export type Combination = z.infer<typeof combination>;

const card = z.object({
  format: z.literal('limen-model/1'),
  id: modelId,
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
  threshold: z.number().min(0).max(1),
  calibration: z
    .object({
      /** Logistic regression on the named signals: confidence = sigmoid(bias + sum w * signal). */
      bias: z.number(),
      weights: z.record(z.string(), z.number()),
      definition: z.string(),
    })
    .nullable(),
  /** Summed over the networks. */
  params: z.int(),
  /** Multiply-accumulates of the deployed graphs at their input sizes. */
  macs: z.int(),
  metrics: z.record(z.string(), interval),
  metrics_definition: z.string(),
});

/** How a network meets a picture: N x 3 x height x width, RGB, float32. */
const networkDataFormat = z.object({
  width: inputSide,
  height: inputSide,
  resize: z.literal('whole-field-triangle'),
  normalise: z.literal('min-max-per-image'),
  /** The graph returns logits; the app applies the sigmoid. */
  output_activation: z.literal('sigmoid'),
});
export type NetworkDataFormat = z.infer<typeof networkDataFormat>;

const trained = z.object({
  splits: z.object({ train_sha256: sha256, val_sha256: sha256 }),
  training: z.object({ epochs: z.int(), seconds: z.int(), best_epoch: z.int() }),
});

const networkFile = z.object({
  file: z.string(),
  opset: z.int(),
  input_name: z.string(),
  output_name: z.string(),
});
export type NetworkFile = z.infer<typeof networkFile>;

/** One network on the whole field. */
const singleManifest = card.extend({
  pipeline: z.undefined().optional(),
  network: networkFile,
  network_data_format: networkDataFormat,
  ...trained.shape,
});

/** A network on the whole field, then one on the region it found. */
const twoStageManifest = card.extend({
  pipeline: z.literal('global-to-local'),
  networks: z.object({
    global: networkFile.extend({
      /** Its other outputs, finest first; the local network takes them under the same names. */
      level_names: z.array(z.string()).min(1).max(8),
    }),
    local: networkFile.extend({
      /** Input 1 x 4: left, top, right and bottom of the crop as shares of the field. */
      box_name: z.string(),
      /** Input: the logits of the global network. */
      field_logits_name: z.string(),
    }),
  }),
  /** Of the field, and of the crop after it. */
  network_data_format: networkDataFormat,
  ...trained.shape,
});

/** Other installed models, combined. */
const ensembleManifest = card.extend({
  pipeline: z.literal('ensemble'),
  combination,
  members: z
    .array(z.object({ id: modelId, version: z.string(), sha256 }))
    .min(2)
    .max(16),
  /** Size at which the members' probability maps are combined. */
  map: z.object({ width: inputSide, height: inputSide }),
  splits: z.object({ val_sha256: sha256 }),
});

export const modelManifest = z.discriminatedUnion('pipeline', [
  singleManifest,
  twoStageManifest,
  ensembleManifest,
]);

export type ModelManifest = z.infer<typeof modelManifest>;
export type SingleManifest = z.infer<typeof singleManifest>;
export type TwoStageManifest = z.infer<typeof twoStageManifest>;
export type EnsembleManifest = z.infer<typeof ensembleManifest>;
export type Calibration = ModelManifest['calibration'];
