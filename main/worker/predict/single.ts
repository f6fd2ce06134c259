import type { SingleManifest } from '../../models/manifest.js';
import { signalsOf } from '../confidence.js';
import { loadNetwork, type Device } from '../engine.js';
import { quantiseLogits } from '../postprocess.js';
import { preprocessInKernel } from '../preprocess.js';
import type { DeviceVerdict } from '../protocol.js';
import { logitsOf, pictureTensor, selfTestPicture } from './logits.js';
import type { Predictor } from './predictor.js';

/** One network that sees the whole field. */
export interface FieldNetwork {
  readonly verdict: DeviceVerdict;
  /**
   * @param input 1 x 3 x height x width, RGB, as preprocess.ts makes it
   * @returns logits, height x width
   */
  run(input: Float32Array): Promise<Float32Array>;
}

/** @throws AppError `model-invalid`, `inference-failed`; see engine.ts. */
export async function loadFieldNetwork(
  folder: string,
  manifest: SingleManifest,
  device: Device,
): Promise<FieldNetwork> {
  const { network, network_data_format: format } = manifest;
  const { file, input_name: input, output_name: output } = network;
  const spec = {
    model: { folder, manifest },
    file,
    inputs: [input],
    outputs: [output] as const,
  };
  const loaded = await loadNetwork(spec, device, { [input]: selfTestPicture(format) });
  return {
    verdict: loaded.verdict,
    run: async (planes) => {
      const outputs = await loaded.run({ [input]: pictureTensor(planes, format) });
      return logitsOf(outputs, output, format, manifest);
    },
  };
}

/** A model of one network. @throws AppError `model-invalid`, `inference-failed` */
export async function loadSingle(
  folder: string,
  manifest: SingleManifest,
  device: Device,
): Promise<Predictor> {
  const { network_data_format: format, threshold } = manifest;
  const network = await loadFieldNetwork(folder, manifest, device);
  return {
    verdict: network.verdict,
    predict: async (picture, report) => {
      report?.('preparing');
      const from = performance.now();
      const input = preprocessInKernel(picture, format);
      report?.('running');
      const runFrom = performance.now();
      const logits = await network.run(input);
      const runMs = performance.now() - runFrom;
      const grid = quantiseLogits(logits, format.width, format.height);
      const signals = () => signalsOf(grid, threshold);
      return { grid, preprocessMs: runFrom - from, runMs, signals };
    },
  };
}
