import { encodeMask } from '../../shared/labelmap.js';
import { confidenceOf } from './confidence.js';
import { decodeFrameCached } from './decode.js';
import { FOREGROUND, LabelPng } from '../mask-png.js';
import { RowCompressor } from '../row-compressor.js';
import { writeMaskPng } from './write-mask-png.js';
import { nativeMask, nativeMaskStrips, type ProbabilityGrid } from './postprocess.js';
import { loadPredictor } from './predict/load-predictor.js';
import type { JobInput, JobOutput, ReportStage, SegmentSummary } from './protocol.js';

const KILOBYTES_IN_MB = 1024;
/** Of a mask: with more of them the hops between the threads cost what they gain. */
const STRIPS = 2;

/** The jobs of a worker that need a model. Contracts are in protocol.ts. */
export const inferenceJobs: {
  [Kind in 'segment' | 'segmentToPng' | 'selfTest']: (
    input: JobInput<Kind>,
    report?: ReportStage,
  ) => Promise<JobOutput<Kind>>;
} = {
  async segment(input, report) {
    const { grid, width, height, summary } = await infer(input, report);
    const mask = nativeMask(grid, width, height, input.model.manifest.threshold);
    const values = new Uint8Array(grid.values.buffer);
    return {
      ...summary(),
      probability: { width: grid.width, height: grid.height, values },
      mask: encodeMask(mask),
    };
  },

  async segmentToPng(input) {
    const from = performance.now();
    const inferring = infer(input);
    // Made while the picture is decoded on another thread.
    const compressor = new RowCompressor();
    const making = inferring.then(async ({ grid, width, height, summary }) => {
      const png = new LabelPng(width, height, compressor);
      const { threshold } = input.model.manifest;
      for (const mask of nativeMaskStrips(grid, width, height, threshold, STRIPS)) {
        await png.add([{ mask, value: FOREGROUND }]);
      }
      return { png: png.finish(), meanwhile: summary };
    });
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
  width: number;
  height: number;
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
  return { grid, width, height, summary };
}
