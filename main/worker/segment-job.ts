import { encodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { confidenceOf } from './confidence.js';
import { decodeFrameCached } from './decode.js';
import { maskToPng } from '../mask-png.js';
import { writeMaskPng } from './write-mask-png.js';
import { nativeMask, type ProbabilityGrid } from './postprocess.js';
import { loadPredictor } from './predict/load-predictor.js';
import type { JobInput, JobOutput, ReportStage, SegmentSummary } from './protocol.js';

const KILOBYTES_IN_MB = 1024;

/** The jobs of a worker that need a model. Contracts are in protocol.ts. */
export const inferenceJobs: {
  [Kind in 'segment' | 'segmentToPng' | 'selfTest']: (
    input: JobInput<Kind>,
    report?: ReportStage,
  ) => Promise<JobOutput<Kind>>;
} = {
  async segment(input, report) {
    const { grid, mask, summary } = await infer(input, report);
    const values = new Uint8Array(grid.values.buffer);
    return {
      ...summary(),
      probability: { width: grid.width, height: grid.height, values },
      mask: encodeMask(mask),
    };
  },

  async segmentToPng(input) {
    const from = performance.now();
    const making = infer(input).then(({ mask, summary }) => ({
      png: maskToPng(mask),
      meanwhile: summary,
    }));
    const result = await writeMaskPng(input.output, making);
    return { ...result, totalMs: performance.now() - from };
  },

  async selfTest({ model, device }) {
    return (await loadPredictor(model, device)).verdict;
  },
};

interface Inference {
  grid: ProbabilityGrid;
  /** Native size. */
  mask: RunLengthMask;
  /** What is said about the result; computes the confidence. */
  summary: () => SegmentSummary;
}

async function infer(
  { path, frame, model, device }: JobInput<'segment'>,
  report: ReportStage = () => undefined,
): Promise<Inference> {
  const { threshold, calibration } = model.manifest;
  report('loading');
  // Another thread decodes, so the model is looked for, and the first time loaded, meanwhile.
  const decodeFrom = performance.now();
  const decoding = decodeFrameCached(path, frame).then((decoded) => ({
    decoded,
    decodeMs: performance.now() - decodeFrom,
  }));
  const loading = loadPredictor(model, device).then((loaded) => {
    report('decoding');
    return loaded;
  });
  const [predictor, { decoded, decodeMs }] = await Promise.all([loading, decoding]);
  const { rgb, width, height, frames } = decoded;

  const { grid, signals, preprocessMs, runMs } = await predictor.predict(
    { rgb, width, height },
    report,
  );
  report('writing');
  const mask = nativeMask(grid, width, height, threshold);
  const summary = () => ({
    ...predictor.verdict,
    width,
    height,
    frames,
    confidence: confidenceOf(signals(), calibration),
    threshold,
    decodeMs,
    preprocessMs,
    runMs,
    peakRssMb: process.resourceUsage().maxRSS / KILOBYTES_IN_MB,
  });
  return { grid, mask, summary };
}
