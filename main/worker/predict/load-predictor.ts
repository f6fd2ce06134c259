import type { Device } from '../engine.js';
import type { LoadedModel } from '../protocol.js';
import { combinePredictors } from './ensemble.js';
import type { Predictor } from './predictor.js';
import { loadSingle } from './single.js';
import { loadTwoStage } from './two-stage.js';

/**
 * A model of any pipeline, its networks loaded and tested on the device.
 *
 * @throws AppError `model-invalid`, `inference-failed`; see engine.ts.
 */
export async function loadPredictor(model: LoadedModel, device: Device): Promise<Predictor> {
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
