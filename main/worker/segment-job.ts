import { encodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { confidenceOf, signalsOf } from './confidence.js';
import { decodeFrameCached } from './decode.js';
import { loadNetwork } from './engine.js';
import { maskToPng } from '../mask-png.js';
import { writeMaskPng } from './write-mask-png.js';
import { nativeMask, quantiseLogits, type ProbabilityGrid } from './postprocess.js';
import { preprocess } from './preprocess.js';
import type { JobInput, JobOutput } from './protocol.js';

const KILOBYTES_IN_MB = 1024;

/** The jobs of a worker that need a model. Contracts are in protocol.ts. */
export const inferenceJobs: {
  [Kind in 'segment' | 'segmentToPng' | 'selfTest']: (
    input: JobInput<Kind>,
  ) => Promise<JobOutput<Kind>>;
} = {
  async segment(input) {
    const { grid, mask, summary } = await infer(input);
    const values = new Uint8Array(grid.values.buffer);
    return {
      ...summary(),
      probability: { width: grid.width, height: grid.height, values },
      mask: encodeMask(mask),
    };
  },

  async segmentToPng(input) {
    const { mask, summary } = await infer(input);
    // Compressed on another thread while this one computes the confidence.
    const compressing = maskToPng(mask);
    const result = summary();
    writeMaskPng(input.output, await compressing);
    return result;
  },

  async selfTest({ model, device }) {
    return (await loadNetwork(model, device)).verdict;
  },
};

interface Inference {
  grid: ProbabilityGrid;
  /** Native size. */
  mask: RunLengthMask;
  /** What is said about the result; computes the confidence. */
  summary: () => JobOutput<'segmentToPng'>;
}

async function infer({ path, frame, model, device }: JobInput<'segment'>): Promise<Inference> {
  const { network_data_format: format, threshold, calibration } = model.manifest;
  const network = await loadNetwork(model, device);
  const decodeFrom = performance.now();
  const { rgb, width, height, frames } = await decodeFrameCached(path, frame);
  const decodeMs = performance.now() - decodeFrom;

  const input = preprocess({ rgb, width, height }, format);
  const runFrom = performance.now();
  const logits = await network.run(input);
  const runMs = performance.now() - runFrom;

  const grid = quantiseLogits(logits, format.width, format.height);
  const mask = nativeMask(grid, width, height, threshold);
  const summary = () => ({
    ...network.verdict,
    width,
    height,
    frames,
    confidence: confidenceOf(signalsOf(grid, threshold), calibration),
    threshold,
    decodeMs,
    runMs,
    peakRssMb: process.resourceUsage().maxRSS / KILOBYTES_IN_MB,
  });
  return { grid, mask, summary };
}
