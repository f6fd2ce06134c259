import { encodeMask } from '../../shared/labelmap.js';
import { confidenceOf, signalsOf } from './confidence.js';
import { decodeFrameCached } from './decode.js';
import { loadNetwork } from './engine.js';
import { maskToPng, writeMaskPng } from './mask-png.js';
import { nativeMask, quantiseLogits } from './postprocess.js';
import { preprocess } from './preprocess.js';
import type { JobInput, JobOutput } from './protocol.js';

const KILOBYTES_IN_MB = 1024;

/** The jobs of a worker that need a model. Contracts are in protocol.ts. */
export const inferenceJobs: {
  [Kind in 'segment' | 'selfTest']: (input: JobInput<Kind>) => Promise<JobOutput<Kind>>;
} = {
  async segment({ path, frame, model, device, maskPng }) {
    const { network_data_format: format, threshold, calibration } = model.manifest;
    const network = await loadNetwork(model, device);
    const decodeFrom = performance.now();
    const picture = await decodeFrameCached(path, frame);
    const decodeMs = performance.now() - decodeFrom;

    const input = preprocess(picture, format);
    const runFrom = performance.now();
    const logits = await network.run(input);
    const runMs = performance.now() - runFrom;

    const grid = quantiseLogits(logits, format.width, format.height);
    const mask = nativeMask(grid, picture.width, picture.height, threshold);
    // Compressed on another thread while this one computes the confidence.
    const png = maskPng === undefined ? null : maskToPng(mask);
    const confidence = confidenceOf(signalsOf(grid, threshold), calibration);
    if (maskPng !== undefined && png !== null) await writeMaskPng(maskPng, await png);
    return {
      ...network.verdict,
      width: picture.width,
      height: picture.height,
      frames: picture.frames,
      probability: {
        width: grid.width,
        height: grid.height,
        values: new Uint8Array(grid.values.buffer),
      },
      mask: encodeMask(mask),
      confidence,
      threshold,
      decodeMs,
      runMs,
      peakRssMb: process.resourceUsage().maxRSS / KILOBYTES_IN_MB,
    };
  },

  async selfTest({ model, device }) {
    return (await loadNetwork(model, device)).verdict;
  },
};
