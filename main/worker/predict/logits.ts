import { Tensor } from 'onnxruntime-node';
import { AppError } from '../../../shared/errors.js';
import type { ModelManifest, NetworkDataFormat } from '../../models/manifest.js';
import type { Tensors } from '../engine.js';

type Size = Pick<NetworkDataFormat, 'width' | 'height'>;

/** A network's picture, 1 x 3 x height x width. */
export function pictureTensor(planes: Float32Array, { width, height }: Size): Tensor {
  return new Tensor('float32', planes, [1, 3, height, width]);
}

/** The logits among a network's outputs. @throws AppError `inference-failed` for another size. */
export function logitsOf(
  outputs: Tensors,
  name: string,
  { width, height }: Size,
  { id }: ModelManifest,
): Float32Array {
  const logits = outputs[name]?.data;
  if (logits instanceof Float32Array && logits.length === width * height) return logits;
  throw new AppError(
    'inference-failed',
    `model ${id}: its output is not 1 x 1 x ${String(height)} x ${String(width)} float32`,
  );
}

/** A fixed picture in [0, 1]: a dark disc on a bright ramp, with a grain that no filter smooths. */
export function selfTestPicture({ width, height }: Size): Tensor {
  const input = new Float32Array(3 * width * height);
  for (let index = 0; index < input.length; index += 1) {
    const pixel = index % (width * height);
    const x = (pixel % width) / width - 0.5;
    const y = Math.floor(pixel / width) / height - 0.5;
    const disc = x * x + y * y < 0.06 ? 0.2 : 0.7;
    const grain = (Math.imul(index, 0x9e3779b1) >>> 24) / 2550;
    input[index] = disc + 0.2 * x + grain;
  }
  return pictureTensor(input, { width, height });
}
