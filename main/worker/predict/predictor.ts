import type { EnsembleSignals, Signals } from '../confidence.js';
import type { ProbabilityGrid } from '../postprocess.js';
import type { RgbPicture } from '../preprocess.js';
import type { DeviceVerdict, ReportStage } from '../protocol.js';

/** What a model makes of one picture. */
export interface Prediction {
  /** Probability over the whole field. */
  readonly grid: ProbabilityGrid;
  /** Of the confidence; computed when called. */
  readonly signals: () => Signals & EnsembleSignals;
  /** Making the networks' inputs of the picture. */
  readonly preprocessMs: number;
  /** Session runs only. */
  readonly runMs: number;
}

/** A model on a device, whatever networks it is made of. */
export interface Predictor {
  readonly verdict: DeviceVerdict;
  /**
   * @param report told when a network's input is prepared and when it runs, each time it does
   * @throws AppError `inference-failed`, `out-of-memory`
   */
  predict(picture: RgbPicture, report?: ReportStage): Promise<Prediction>;
}
