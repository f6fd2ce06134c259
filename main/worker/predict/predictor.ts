import type { EnsembleSignals, Signals } from '../confidence.js';
import type { ProbabilityGrid } from '../postprocess.js';
import type { RgbPicture } from '../preprocess.js';
import type { DeviceVerdict } from '../protocol.js';

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
  /** @throws AppError `inference-failed`, `out-of-memory` */
  predict(picture: RgbPicture): Promise<Prediction>;
}
