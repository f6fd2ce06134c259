import type { Handlers } from '../shared/contract.js';
import type { ModelSummary, Settings } from '../shared/domain.js';
import { blindedHandlers } from './blinded-handlers.js';
import type { Dialogs } from './dialogs.js';
import { exchangeHandlers } from './exchange-handlers.js';
import type { Imports } from './imports.js';
import { identityHandlers } from './identity-handlers.js';
import { libraryHandlers } from './library-handlers.js';
import type { LikenessJob } from './likeness-job.js';
import { windowErrorFields, type Log } from './log.js';
import type { AddedModel } from './models/add-model.js';
import { readingHandlers } from './reading-handlers.js';
import { reviewHandlers } from './review-handlers.js';
import type { Segmenter } from './segmenter.js';
import { setHandlers } from './set-handlers.js';
import type { SetJobs } from './set-jobs.js';
import type { SettingsStore } from './settings.js';
import { worklistHandlers } from './worklist-handlers.js';
import type { Library } from './store/library.js';
import type { LoadedModel, WorkerHost } from './worker/protocol.js';

/** Steps of a history that are shown; more can be undone one by one. */
const STEPS_LISTED = 500;

export interface HandlerParts {
  library: Library;
  workers: WorkerHost;
  segmenter: Segmenter;
  imports: Imports;
  setJobs: SetJobs;
  likeness: LikenessJob;
  /** An installed model. @throws AppError. */
  loadModel: (modelId: string) => Promise<LoadedModel>;
  /** The default model. @throws AppError. */
  loadDefault: () => Promise<LoadedModel>;
  models: {
    summaries(): ModelSummary[] | Promise<ModelSummary[]>;
    /** @throws AppError `model-invalid`, `disk-full`, `write-failed` */
    add(packageFolder: string): Promise<AddedModel>;
  };
  settings: SettingsStore;
  dialogs: Dialogs;
  log: Log;
  versions: { app: string; electron: string };
  libraryName: string;
  now: () => number;
  /** Null: rows of many pictures changed. */
  onLibraryChange: (instanceId: string | null) => void;
  onSettingsChange: (settings: Settings) => void;
  onExportProgress: (progress: { done: number; total: number }) => void;
  onSnapshotProgress: (progress: { done: number; total: number }) => void;
}

/** What the contract promises, one line a method where that is possible. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { library, segmenter, models, settings, dialogs, log, versions } = parts;
  const { instances, revisions, proposals, journal } = library;
  const nothing = {};
  const reader = (): string => settings.get().reader;
  return {
    'app.info': () => ({
      version: versions.app,
      electron: versions.electron,
      libraryName: parts.libraryName,
      readOnly: library.readOnlyReason !== null,
      readOnlyReason: library.readOnlyReason,
      readOnlyCause: library.readOnlyCause,
    }),
    ...libraryHandlers({ ...parts, reader }),
    ...exchangeHandlers(parts),
    ...identityHandlers({ ...parts, reader }),
    'reading.open': (at) => ({
      instance: instances.get(at.instanceId),
      ...journal.open(at, reader()),
      proposal: proposals.current(at.instanceId, at.frame),
    }),
    'reading.edit': (edit) => {
      library.requireWritable();
      return journal.append(edit, reader());
    },
    'reading.setSegment': (setting) => {
      library.requireWritable();
      return journal.setSegment(setting, reader());
    },
    'reading.undo': (at) => {
      library.requireWritable();
      return journal.undo(at, reader());
    },
    'reading.redo': (at) => {
      library.requireWritable();
      return journal.redo(at, reader());
    },
    'reading.history': (at) => journal.steps(at, reader(), STEPS_LISTED),
    'reading.goTo': ({ position, ...at }) => {
      library.requireWritable();
      return journal.goTo(at, reader(), position);
    },
    'reading.commit': (at) => {
      // Leaving a picture of a library that is only read changes nothing.
      const revision = library.readOnlyReason === null ? journal.commit(at, reader()) : null;
      if (revision) parts.onLibraryChange(at.instanceId);
      return { revisionId: revision?.id ?? null };
    },
    ...readingHandlers({
      library,
      workers: parts.workers,
      reader,
      onLibraryChange: parts.onLibraryChange,
    }),
    'proposal.run': (request) => segmenter.run(request, 'reader'),
    'proposal.cancel': (at) => {
      segmenter.cancel(at);
      return nothing;
    },
    'proposal.probability': ({ runId }) => proposals.probability(runId),
    'proposal.mask': ({ revisionId, segment }) => {
      library.blindness.requireVisible(revisions.get(revisionId), reader());
      return { mask: revisions.segmentMask(revisionId, segment) };
    },
    ...setHandlers(parts),
    ...reviewHandlers({ library, reader, onLibraryChange: parts.onLibraryChange }),
    ...blindedHandlers({ ...parts, reader }),
    ...worklistHandlers({
      library,
      settings: () => settings.get(),
      loadDefault: parts.loadDefault,
      onLibraryChange: parts.onLibraryChange,
    }),
    'model.list': () => models.summaries(),
    'model.add': async () => {
      const chosen = await dialogs.chooseModelPackage();
      if (chosen === null) return null;
      const { model, isNew } = await models.add(chosen);
      return { title: model.manifest.title, version: model.manifest.version, isNew };
    },
    'inference.status': () => segmenter.status(),
    'settings.get': () => settings.get(),
    'settings.set': async (change) => {
      const before = reader();
      const changed = await settings.set(change);
      parts.onSettingsChange(changed);
      // Another reader has other outlines and another next picture.
      if (changed.reader !== before) parts.onLibraryChange(null);
      return changed;
    },
    'log.error': ({ message }) => {
      log.error('window.error', windowErrorFields(message));
      return nothing;
    },
  };
}
