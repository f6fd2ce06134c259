import { join } from 'node:path';
import type { Handlers } from '../shared/contract.js';
import { AppError } from '../shared/errors.js';
import type { Dialogs } from './dialogs.js';
import type { Imports } from './imports.js';
import type { SettingsStore } from './settings.js';
import { exportSamples } from './store/export/export-samples.js';
import { tryExport } from './store/export/try-export.js';
import type { Library } from './store/library.js';
import { createSnapshot, trySnapshot } from './store/snapshot/create-snapshot.js';
import { summaryOfSnapshot } from './store/snapshot/snapshot-summary.js';
import { verifySnapshot } from './store/snapshot/verify-snapshot.js';
import type { WorkerHost } from './worker/protocol.js';

type ExchangeMethods = Extract<
  keyof Handlers,
  `import.${string}` | `export.${string}` | `snapshot.${string}`
>;

interface Progress {
  done: number;
  total: number;
}

interface ExchangeParts {
  library: Library;
  workers: WorkerHost;
  imports: Imports;
  settings: SettingsStore;
  dialogs: Dialogs;
  versions: { app: string };
  now: () => number;
  onExportProgress: (progress: Progress) => void;
  onSnapshotProgress: (progress: Progress) => void;
}

/** What the contract promises of imports, snapshots and exports. */
export function exchangeHandlers(parts: ExchangeParts): Pick<Handlers, ExchangeMethods> {
  const { library, workers, imports, settings, dialogs, versions } = parts;
  const nothing = {};
  const exporting = new OneAtATime('An export is under way already. Wait for it or cancel it.');
  const freezing = new OneAtATime(
    'A snapshot is being made or verified already. Wait for it or cancel it.',
  );
  let lastExport: string | null = null;
  const toFreeze = (signal: AbortSignal) => ({
    library,
    worker: workers,
    appVersion: versions.app,
    reader: settings.get().reader,
    signal,
    onProgress: parts.onSnapshotProgress,
  });
  return {
    'import.choose': async ({ kind, draftId }) => {
      library.requireWritable();
      const paths = await dialogs.chooseImport(kind);
      const [first] = paths ?? [];
      if (paths === null || first === undefined) return null;
      if (kind !== 'table') return imports.draft(draftId, paths);
      if (draftId !== null) return imports.setTable(draftId, first);
      throw new AppError('bad-input', 'Choose pictures before their table.');
    },
    'import.start': (request) => ({ jobId: imports.start(request) }),
    'import.discard': ({ draftId }) => {
      imports.discard(draftId);
      return nothing;
    },
    'import.cancel': ({ jobId }) => {
      imports.cancel(jobId);
      return nothing;
    },
    'export.try': ({ selection }) => tryExport(library, selection, settings.get().reader),
    'export.run': async ({ selection, format, ignoreDisagreement = false }) => {
      library.requireWritable();
      const chosen = await dialogs.chooseExportFolder();
      if (chosen === null) return null;
      // Into a new folder, so that no export meets the files of another.
      const stamp = new Date(parts.now()).toISOString().replace(/[-:]/g, '').slice(0, 15);
      const receipt = await exporting.run((signal) =>
        exportSamples({
          library,
          worker: workers,
          output: join(chosen, `limen-export-${stamp}`),
          appVersion: versions.app,
          reader: settings.get().reader,
          selection,
          format,
          ignoreDisagreement,
          signal,
          onProgress: parts.onExportProgress,
        }),
      );
      lastExport = receipt.folder;
      return receipt;
    },
    'export.cancel': () => {
      exporting.cancel();
      return nothing;
    },
    'export.reveal': () => {
      if (lastExport === null) throw new AppError('not-found', 'Nothing was exported yet.');
      dialogs.showFolder(lastExport);
      return nothing;
    },
    'snapshot.list': () => library.snapshots.list().map(summaryOfSnapshot),
    'snapshot.get': ({ name }) => {
      const snapshot = library.snapshots.get(name);
      return { summary: summaryOfSnapshot(snapshot), card: snapshot.card };
    },
    'snapshot.try': (plan) =>
      freezing.run((signal) => trySnapshot({ ...toFreeze(signal), ...plan })),
    'snapshot.create': ({ name, plan }) =>
      freezing.run(async (signal) => {
        const outcome = await createSnapshot({ ...toFreeze(signal), ...plan, name });
        return outcome.kind === 'leaks'
          ? outcome
          : { kind: 'made' as const, summary: summaryOfSnapshot(outcome.snapshot) };
      }),
    'snapshot.cancel': () => {
      freezing.cancel();
      return nothing;
    },
    'snapshot.verify': ({ name }) =>
      freezing.run(async (signal) => {
        const options = { signal, onProgress: parts.onSnapshotProgress };
        return { problems: await verifySnapshot(library, name, options) };
      }),
  };
}

/** Long work of which there is one at a time, and which can be cancelled. */
class OneAtATime {
  readonly #refusal: string;
  #abort: AbortController | null = null;

  constructor(refusal: string) {
    this.#refusal = refusal;
  }

  async run<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    if (this.#abort) throw new AppError('bad-input', this.#refusal);
    this.#abort = new AbortController();
    try {
      return await act(this.#abort.signal);
    } finally {
      this.#abort = null;
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }
}
