import { Tensor } from 'onnxruntime-node';
import type { Rect } from '../../../shared/labelmap.js';
import type { NetworkDataFormat, TwoStageManifest } from '../../models/manifest.js';
import { signalsOf } from '../confidence.js';
import { loadNetwork, type Device, type Network, type Tensors } from '../engine.js';
import { quantiseLogits, type ProbabilityGrid } from '../postprocess.js';
import { preprocess, type RgbPicture } from '../preprocess.js';
import { boxOf, cropBox, nativeRect, type Box } from './crop-box.js';
import { logitsOf, pictureTensor, selfTestPicture } from './logits.js';
import type { Predictor } from './predictor.js';
import { pasteCrop, resampleGrid } from './resample.js';
import { agreedVerdict } from './verdict.js';

/** Longest side of the map that is kept; a crop of a quarter of the field is whole in it. */
const LONGEST_MAP_SIDE = 1024;

/** Two networks on a device. */
interface Stages {
  readonly global: Network;
  readonly local: Network;
  readonly manifest: TwoStageManifest;
}

/**
 * A network on the whole field, then one on the crop around what it found, cut from the native
 * pixels (docs/model-format.md, "Two stages").
 *
 * @throws AppError `model-invalid`, `inference-failed`; see engine.ts.
 */
export async function loadTwoStage(
  folder: string,
  manifest: TwoStageManifest,
  device: Device,
): Promise<Predictor> {
  const { networks, network_data_format: format, threshold } = manifest;
  const stages = await loadStages(folder, manifest, device);
  return {
    verdict: agreedVerdict([stages.global.verdict, stages.local.verdict]),
    predict: async (picture, report) => {
      report?.('preparing');
      const from = performance.now();
      const fieldFeeds = fieldInput(manifest, preprocess(picture, format));
      report?.('running');
      const globalFrom = performance.now();
      const found = await stages.global.run(fieldFeeds);
      const globalMs = performance.now() - globalFrom;
      const fieldLogits = logitsOf(found, networks.global.output_name, format, manifest);
      const field = quantiseLogits(fieldLogits, format.width, format.height);

      const rect = nativeRect(cropBox(field, threshold), picture.width, picture.height);
      const box = boxOf(rect, picture.width, picture.height);
      report?.('preparing');
      const cropFrom = performance.now();
      const cropFeeds = cropInput(manifest, preprocess(picture, format, rect), box, found);
      report?.('running');
      const localFrom = performance.now();
      const refined = await stages.local.run(cropFeeds);
      const localMs = performance.now() - localFrom;
      const cropLogits = logitsOf(refined, networks.local.output_name, format, manifest);
      const crop = quantiseLogits(cropLogits, format.width, format.height);

      const grid = paste(field, crop, { rect, box, picture, format });
      return {
        grid,
        preprocessMs: globalFrom - from + localFrom - cropFrom,
        runMs: globalMs + localMs,
        // At one size for all pictures, at which they were calibrated.
        signals: () => signalsOf(resampleGrid(grid, format.width, format.height), threshold),
      };
    },
  };
}

async function loadStages(
  folder: string,
  manifest: TwoStageManifest,
  device: Device,
): Promise<Stages> {
  const { global, local } = manifest.networks;
  const model = { folder, manifest };
  const picture = selfTestPicture(manifest.network_data_format);
  const globalSpec = {
    model,
    file: global.file,
    inputs: [global.input_name],
    outputs: [global.output_name, ...global.level_names] as const,
  };
  const field = { [global.input_name]: picture };
  const globalNetwork = await loadNetwork(globalSpec, device, field);
  const localSpec = {
    model,
    file: local.file,
    inputs: [local.input_name, local.box_name, local.field_logits_name, ...global.level_names],
    outputs: [local.output_name] as const,
  };
  const quarter = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };
  const planes = picture.data as Float32Array;
  const crop = cropInput(manifest, planes, quarter, await globalNetwork.run(field));
  return {
    manifest,
    global: globalNetwork,
    local: await loadNetwork(localSpec, device, crop),
  };
}

function fieldInput(
  { networks, network_data_format: format }: TwoStageManifest,
  planes: Float32Array,
): Tensors {
  return { [networks.global.input_name]: pictureTensor(planes, format) };
}

/** The crop, its box, and what the global network made of the field. */
function cropInput(
  { networks, network_data_format: format }: TwoStageManifest,
  planes: Float32Array,
  { left, top, right, bottom }: Box,
  found: Tensors,
): Tensors {
  const { global, local } = networks;
  const { [global.output_name]: fieldLogits, ...levels } = found;
  return {
    ...levels,
    [local.input_name]: pictureTensor(planes, format),
    [local.box_name]: new Tensor('float32', [left, top, right, bottom], [1, 4]),
    ...(fieldLogits && { [local.field_logits_name]: fieldLogits }),
  };
}

/** The map that is kept: fine enough for the crop's own pixels, within bounds. */
function paste(
  field: ProbabilityGrid,
  crop: ProbabilityGrid,
  at: { rect: Rect; box: Box; picture: RgbPicture; format: NetworkDataFormat },
): ProbabilityGrid {
  const { rect, box, picture, format } = at;
  const width = mapSide(format.width, picture.width, rect.width);
  const height = mapSide(format.height, picture.height, rect.height);
  return pasteCrop(field, crop, box, width, height);
}

/** No finer than the picture, unless the network itself is. */
function mapSide(input: number, native: number, cropped: number): number {
  const whole = Math.round((input * native) / cropped);
  return Math.max(input, Math.min(whole, native, LONGEST_MAP_SIDE));
}
