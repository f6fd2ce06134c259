import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '../shared/contract.js';
import type { Settings } from '../shared/domain.js';
import { AppError } from '../shared/errors.js';
import { referenceOf } from './models/registry.js';
import type { Library } from './store/library.js';
import { refreshDisagreements } from './store/review/disagreements.js';
import type { LoadedModel } from './worker/protocol.js';

interface WorklistParts {
  library: Library;
  settings: () => Settings;
  /** The default model. @throws AppError. */
  loadDefault: () => Promise<LoadedModel>;
  onLibraryChange: (instanceId: string | null) => void;
}

type WorklistMethods =
  | 'worklist.get'
  | 'worklist.assign'
  | 'worklist.unassign'
  | 'gate.get'
  | 'gate.set'
  | 'reading.neighbours';

/** Pictures of the worklist that the window shows. */
const LISTED = 100;

/** What the contract promises of what is read next, by whom, and what passes without a reader. */
export function worklistHandlers({
  library,
  settings,
  loadDefault,
  onLibraryChange,
}: WorklistParts): Pick<Handlers, WorklistMethods> {
  const { worklist, assignments, gate } = library;
  return {
    'worklist.get': async () => {
      const { reader, worklist: choice } = settings();
      const byModels = choice.policy === 'disagreement' || choice.policy === 'mixture';
      if (byModels && library.readOnlyReason === null) {
        await refreshDisagreements(library.database, library.revisions);
      }
      return { ...worklist.list(reader, choice, LISTED), unreviewed: worklist.unreviewed() };
    },
    'worklist.assign': ({ pictures, readers, how }) => {
      library.requireWritable();
      const { reader, worklist: choice } = settings();
      const instanceIds =
        'instanceIds' in pictures
          ? pictures.instanceIds
          : worklist.unassigned(reader, choice, pictures.next);
      const assigned = assignments.assign(instanceIds, readers, how, reader);
      onLibraryChange(null);
      return { assigned };
    },
    'worklist.unassign': ({ instanceIds }) => {
      library.requireWritable();
      const takenBack = assignments.unassign(instanceIds, settings().reader);
      onLibraryChange(null);
      return { takenBack };
    },
    'gate.get': async () => {
      const model = await loadDefault();
      const { title, version, calibration, metrics, threshold } = model.manifest;
      return {
        gate: gate.status(),
        model: { title, version, calibrated: calibration !== null, metrics },
        ...gate.waiting({ ...referenceOf(model), threshold }),
      };
    },
    'gate.set': async ({ setting }) => {
      library.requireWritable();
      if (setting === null) gate.close(settings().reader);
      else {
        const model = await loadDefault();
        if (model.manifest.calibration === null) {
          throw new AppError(
            'model-invalid',
            `The confidence of ${model.manifest.title} is not calibrated, so nothing can pass by it.`,
          );
        }
        const { threshold } = model.manifest;
        gate.open(setting, { ...referenceOf(model), threshold }, settings().reader);
        while (gate.letPass(null) > 0) await setImmediate();
      }
      onLibraryChange(null);
      return {};
    },
    'reading.neighbours': ({ instanceId }) => {
      const { reader, worklist: choice } = settings();
      const nextUnreadId = worklist.next(reader, choice, instanceId);
      return { ...library.instances.neighbours(instanceId), nextUnreadId };
    },
  };
}
