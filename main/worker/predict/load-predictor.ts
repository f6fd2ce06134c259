import type { Device } from '../engine.js';
import type { LoadedModel } from '../protocol.js';
import { combinePredictors } from './ensemble.js';
import type { Predictor } from './predictor.js';
import { loadSingle } from './single.js';
import { loadTwoStage } from './two-stage.js';

/** Made once each: what goes before a run, such as the self-test's picture, costs as much as one. */
const predictors = new Map<string, Promise<Predictor>>();

/**
 * A model of any pipeline, its networks loaded and tested on the device.
 *
 * @throws AppError `model-invalid`, `inference-failed`; see engine.ts.
 */
export function loadPredictor(model: LoadedModel, device: Device): Promise<Predictor> {
  // A model arrives as a copy with each job, so it is known by its content.
  const key = JSON.stringify([device, model]);
  const known = predictors.get(key);
  if (known !== undefined) return known;
  const loading = load(model, device);
  predictors.set(key, loading);
  loading.catch(() => predictors.delete(key));
  return loading;
}

async function load(model: LoadedModel, device: Device): Promise<Predictor> {
  const { folder, manifest } = model;
  switch (manifest.pipeline) {
    case undefined:
      return loadSingle(folder, manifest, device);
    case 'global-to-local':
      return loadTwoStage(folder, manifest, device);
    case 'ensemble': {
      const members = [];
      for (const member of model.members ?? []) {
        const predictor = await loadPredictor(member, device);
        members.push({ predictor, threshold: member.manifest.threshold });
      }
      return combinePredictors(members, manifest);
    }
  }
}
