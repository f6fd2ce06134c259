import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { app, dialog, protocol, session, utilityProcess } from 'electron';
import type { Settings } from '../shared/domain.js';
import { toAppError } from '../shared/errors.js';
import { createAppResponder } from './app-files.js';
import { readArguments } from './arguments.js';
import { Background } from './background.js';
import { runCli } from './cli.js';
import { applicationVersion } from './cli/library-arguments.js';
import { confirmLosing, systemDialogs } from './dialogs.js';
import { createDispatcher, trackCalls } from './dispatch.js';
import { createHandlers } from './handlers.js';
import { createImageResponder } from './images.js';
import { Imports } from './imports.js';
import { announce, setupIpc } from './ipc.js';
import { LikenessJob } from './likeness-job.js';
import { errorFields, openLog, type Log } from './log.js';
import { setupMenu } from './menu.js';
import { addModel } from './models/add-model.js';
import { defaultModelId } from './models/default-model.js';
import { modelFolders } from './models/model-folders.js';
import { findModel, modelSummaries } from './models/registry.js';
import { forbidNetworkServices, restrictContents, restrictSession } from './security.js';
import { Segmenter } from './segmenter.js';
import { SetJobs } from './set-jobs.js';
import { openSettings, type SettingsStore } from './settings.js';
import { addStarterPictures, needsStarterPictures } from './starter.js';
import { openLibrary } from './store/open-library.js';
import { BackgroundThumbnails } from './thumbnails.js';
import { openWindow, setTextSize } from './window.js';
import { guardDevice } from './worker/host-device-guard.js';
import { createWorkerHost } from './worker/host.js';
import {
  fromUtilityProcess,
  residentBytesOf,
  type Lane,
  type WorkerProcess,
} from './worker/worker-process.js';

const here = import.meta.dirname;
/** A write in progress takes seconds at most, even of a large picture onto a slow disk. */
const quitWithinMs = 20_000;

forbidNetworkServices();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  {
    scheme: 'image',
    privileges: {
      standard: true,
      secure: true,
      supportFetchAPI: true,
      corsEnabled: true,
      stream: true,
    },
  },
]);
app.setName('Limen');
if (!app.commandLine.hasSwitch('user-data-dir')) {
  app.setPath('userData', join(app.getPath('appData'), 'Limen'));
}
const profile = app.getPath('userData');
const { library: libraryFolder, command } = readArguments(process.argv, process.env, {
  profile,
  workingFolder: process.cwd(),
});

// Chromium's own files, and with them the lock of the single instance, are one set a library.
const windowKey = createHash('sha256').update(libraryFolder).digest('hex').slice(0, 16);
app.setPath('userData', join(profile, 'windows', windowKey));
if (command !== null) {
  void app
    .whenReady()
    .then(() => runCli(command, { fork: forkWorker }))
    .then((exitCode) => {
      app.exit(exitCode);
    });
} else if (app.requestSingleInstanceLock()) {
  const log = openLog(join(profile, 'logs'));
  process.on('uncaughtException', (thrown) => {
    log.error('main.uncaught', errorFields(toAppError(thrown)));
  });
  process.on('unhandledRejection', (thrown) => {
    log.error('main.unhandled', errorFields(toAppError(thrown)));
  });
  app.on('web-contents-created', (_event, contents) => {
    restrictContents(contents);
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  void app
    .whenReady()
    .then(() => start(log))
    .catch((thrown: unknown) => {
      const error = toAppError(thrown);
      log.error('app.start-failed', errorFields(error));
      dialog.showErrorBox('Limen', error.message);
      app.exit(1);
    });
} else {
  app.exit(0);
}

/** Electron's own kind of child process: the only one that exists where it may not run as Node. */
function forkWorker(lane: Lane): WorkerProcess {
  const utility = utilityProcess.fork(join(here, 'worker.js'), [lane], {
    serviceName: `limen-${lane}`,
    stdio: 'ignore',
  });
  return fromUtilityProcess(utility, residentBytes);
}

function residentBytes(pid: number | undefined): number | null {
  if (process.platform === 'linux') return residentBytesOf(pid);
  const metric = app.getAppMetrics().find((each) => each.pid === pid);
  return metric ? metric.memory.workingSetSize * 1024 : null;
}

async function start(log: Log): Promise<void> {
  const versions = { app: applicationVersion(), electron: process.versions.electron };
  log.info('app.start', { ...versions, platform: process.platform });
  const settings = await openSettings(profile, app.getLocale());
  const models = modelFolders(here, profile);
  const library = await openLibrary(libraryFolder, {
    proposingModelId: await defaultModelId(models),
    onReadOnly: () => {
      log.error('library.read-only');
      announce('library.changed', { instanceId: null });
    },
    onRecordFailure: (error) => {
      log.error('library.records-behind', errorFields(error));
    },
  });
  const workers = guardDevice(
    createWorkerHost({
      fork: forkWorker,
      report: ({ lane, reason, status, job }) => {
        log.info('worker.exit', { lane, reason, status, job });
      },
    }),
  );
  const changed = (instanceId: string | null): void => {
    announce('library.changed', { instanceId });
  };
  const proposed = (instanceId: string): void => {
    if (library.readOnlyReason === null) library.gate.letPass(instanceId);
    changed(instanceId);
  };
  const segmenter = new Segmenter({
    library,
    workers,
    loadModel: (modelId) => findModel(models, modelId),
    device: () => settings.get().device,
    onStatus: (status) => {
      announce('inference.status', status);
    },
    onStart: (started) => {
      announce('proposal.started', started);
    },
    onStage: (stage) => {
      announce('proposal.stage', stage);
    },
    onProposal: proposed,
    threads: Math.max(1, availableParallelism() - 1),
  });
  const background = new Background({
    library,
    segmenter,
    onFailure: (instanceId, error) => {
      log.error('background.failed', { instanceId, ...errorFields(error) });
    },
  });
  const thumbnails = new BackgroundThumbnails({
    library,
    workers,
    readerIdle: () => segmenter.readerIdle(),
    onFailure: (error) => {
      log.error('thumbnails.failed', errorFields(error));
    },
  });
  const added = ({ id }: { id: string }): void => {
    changed(id);
    background.wake();
    thumbnails.wake();
  };
  const setJobs = new SetJobs({
    library,
    newWorkers: () => guardDevice(createWorkerHost({ fork: forkWorker })),
    loadModel: (modelId) => findModel(models, modelId),
    readerIdle: () => segmenter.readerIdle(),
    device: () => settings.get().device,
    onProgress: (run) => {
      announce('setRun.progress', run);
    },
    onProposal: proposed,
    onFailure: (error) => {
      log.error('set-run.failed', errorFields(error));
    },
  });
  const likeness = new LikenessJob({
    library,
    workers,
    onProgress: (progress) => {
      announce('identity.progress', progress);
    },
    onFailure: (error) => {
      log.error('likeness.failed', errorFields(error));
    },
  });
  const imports = new Imports({
    library,
    workers,
    reader: () => settings.get().reader,
    onProgress: (progress) => {
      announce('import.progress', progress);
    },
    onImported: added,
    onFailure: (error) => {
      log.error('import.failed', errorFields(error));
    },
  });
  const showSettings = ({ language, textSize }: Settings): void => {
    setTextSize(textSize);
    setupMenu(language, (command) => {
      announce('app.command', { command });
    });
  };
  const handlers = createHandlers({
    library,
    workers,
    segmenter,
    imports,
    setJobs,
    likeness,
    loadModel: (modelId) => findModel(models, modelId),
    loadDefault: () => findModel(models, null),
    models: {
      summaries: () => modelSummaries(models),
      add: (packageFolder) => addModel(models, packageFolder, workers),
    },
    settings,
    dialogs: systemDialogs(() => settings.get().language),
    log,
    versions,
    libraryName: basename(libraryFolder),
    now: Date.now,
    onLibraryChange: changed,
    onSettingsChange: showSettings,
    onExportProgress: (progress) => {
      announce('export.progress', progress);
    },
    onSnapshotProgress: (progress) => {
      announce('snapshot.progress', progress);
    },
  });
  const calls = trackCalls(
    createDispatcher(handlers, (method, error) => {
      log.error('call.failed', { method, ...errorFields(error) });
    }),
  );

  await restrictSession(session.defaultSession, (scheme) => {
    log.error('request.blocked', { scheme });
  });
  protocol.handle('app', createAppResponder(join(here, '..', 'renderer')));
  protocol.handle(
    'image',
    createImageResponder(library, workers, () => settings.get().reader),
  );
  setupIpc({
    dispatch: calls.dispatch,
    importPaths: (paths) => imports.draft(null, paths),
    onForeignSender: () => {
      log.error('call.foreign-sender');
    },
  });
  showSettings(settings.get());

  const starting = new AbortController();
  let prepared: Promise<unknown> = Promise.resolve();
  const prepare = async (): Promise<void> => {
    const filled = needsStarterPictures(library)
      ? addStarterPictures(library, workers, added, starting.signal)
      : Promise.resolve();
    await Promise.all([filled, segmenter.selfTest()]);
    background.wake();
    thumbnails.wake();
    setJobs.wake();
  };

  quitAfter(log, async () => {
    starting.abort();
    await Promise.all(
      [imports, background, thumbnails, setJobs, likeness].map((part) => part.stop()),
    );
    await workers.close();
    await Promise.all([prepared, calls.settled()]);
    if (library.readOnlyReason === null) library.journal.commitAll(settings.get().reader);
    library.close();
  });
  await showWindow(log, settings);
  // What takes all cores for seconds begins when the window has been painted, not beside that.
  prepared = prepare().catch((thrown: unknown) => {
    if (!starting.signal.aborted) log.error('app.prepare', errorFields(toAppError(thrown)));
  });
}

/** Nothing that was begun is left half: the process ends when `drain` has, or after its time. */
function quitAfter(log: Log, drain: () => Promise<void>): void {
  let draining = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (draining) return;
    draining = true;
    const deadline = setTimeout(() => {
      log.error('app.quit-too-slow');
      app.exit(1);
    }, quitWithinMs);
    drain()
      .then(() => {
        log.info('app.quit');
        app.exit(0);
      })
      .catch((thrown: unknown) => {
        log.error('app.quit-failed', errorFields(toAppError(thrown)));
        app.exit(1);
      })
      .finally(() => {
        clearTimeout(deadline);
      });
  });
}

/** The window comes back when its process died: every stroke that ended is in the journal. */
async function showWindow(log: Log, settings: SettingsStore): Promise<void> {
  const window = await openWindow({
    profile,
    preload: join(here, '..', 'preload', 'preload.cjs'),
    textSize: () => settings.get().textSize,
    confirmLosing: (closing) => confirmLosing(closing, settings.get().language),
    onFailure: (thrown) => {
      log.error('window.place-not-kept', errorFields(toAppError(thrown)));
    },
  });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('window.gone', { reason, exitCode });
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload();
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
}
