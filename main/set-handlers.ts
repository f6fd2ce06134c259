import { describeFilter, filterRows } from '../shared/comparison/row-filter.js';
import { setReport } from '../shared/comparison/set-report.js';
import type { Handlers } from '../shared/contract.js';
import type { Settings } from '../shared/domain.js';
import { decodeMask } from '../shared/labelmap.js';
import { writeReport } from './comparison/write-report.js';
import type { PictureSource } from './comparison/report-pictures.js';
import type { Dialogs } from './dialogs.js';
import type { SetJobs } from './set-jobs.js';
import { referenceOfPicture, setResults } from './set-rows.js';
import type { Library } from './store/library.js';
import type { SetRun } from './store/set-runs.js';
import type { LoadedModel, WorkerHost } from './worker/protocol.js';

interface SetParts {
  library: Library;
  workers: WorkerHost;
  setJobs: SetJobs;
  loadModel: (modelId: string) => Promise<LoadedModel>;
  dialogs: Pick<Dialogs, 'chooseReportFile'>;
  settings: { get(): Pick<Settings, 'language'> };
  now: () => number;
}

/** What the contract promises of runs over sets. */
export function setHandlers(
  parts: SetParts,
): Pick<
  Handlers,
  'setRun.start' | 'setRun.list' | 'setRun.act' | 'setRun.results' | 'setRun.export'
> {
  const { library, setJobs, loadModel } = parts;
  return {
    'setRun.start': ({ modelIds, instanceIds }) => setJobs.start(modelIds, instanceIds),
    'setRun.list': () => setJobs.summaries(),
    'setRun.act': ({ id, act }) => {
      setJobs.act(id, act);
      return {};
    },
    'setRun.results': async ({ id }) => {
      const { models, rows, failures } = await setResults(
        library,
        library.setRuns.get(id),
        loadModel,
      );
      // The types of reports are readonly; what crosses the boundary is a copy anyway.
      return {
        models: models.map((model) => ({ ...model, stated: { ...model.stated } })),
        rows,
        failures,
      };
    },
    'setRun.export': async ({ id, kind, filter }) => {
      const run = library.setRuns.get(id);
      const file = await parts.dialogs.chooseReportFile(kind);
      if (file === null) return null;
      const { models, rows, failures } = await setResults(library, run, loadModel);
      const report = setReport({
        models,
        failures,
        split: null,
        createdAt: new Date(parts.now()),
        rows: filterRows(rows, filter),
        only: describeFilter(filter),
      });
      await writeReport(
        file,
        kind,
        report,
        {
          workers: parts.workers,
          signal: new AbortController().signal,
          sourceOf: (instanceId) => sourceOf(library, run, instanceId),
        },
        parts.settings.get().language,
      );
      return { file };
    },
  };
}

async function sourceOf(library: Library, run: SetRun, instanceId: string): Promise<PictureSource> {
  const results = library.setRuns.results(run.id).filter((each) => each.instanceId === instanceId);
  const masks = run.models.flatMap(({ id }) => {
    const runId = results.find(({ modelId }) => modelId === id)?.runId ?? null;
    if (runId === null) return [];
    return { model: id, mask: decodeMask(library.proposals.byRun(runId).mask) };
  });
  const reference = referenceOfPicture(library, instanceId);
  const path = await library.blobs.verifiedPath(library.instances.get(instanceId).sha256);
  const known = reference && decodeMask(library.revisions.lesionMask(reference.id));
  return { path, masks, known };
}
