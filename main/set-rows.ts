import {
  areaShareOf,
  changedPixels,
  measureMask,
  mutualIous,
} from '../shared/comparison/measure-masks.js';
import type { ModelRow } from '../shared/comparison/picture-row.js';
import type { Failure } from '../shared/comparison/report.js';
import type { ReportedModel } from '../shared/comparison/set-report.js';
import type { Revision, SetRow } from '../shared/domain.js';
import { decodeMask, type RunLengthMask } from '../shared/labelmap.js';
import { groupBy } from '../shared/group-by.js';
import { handWorkOf, type HandWork } from './store/effort.js';
import type { Library } from './store/library.js';
import type { SetRun, SetRunResultRow } from './store/set-runs.js';
import type { LoadedModel } from './worker/protocol.js';

type Scores = Pick<ModelRow, 'native' | 'reduced' | 'boundary'>;

/** Masks never change, so a score of two of them is computed once in the life of the process. */
const known = new Map<string, Scores>();

/** Everything a report over a set is computed from. */
export interface SetResults {
  readonly models: ReportedModel[];
  readonly rows: SetRow[];
  readonly failures: (Failure & { model: string })[];
}

/**
 * The pictures of a run in numbers, against the newest correction of each, else its known mask.
 * Between pictures others have their turn, so that strokes are written meanwhile.
 */
export async function setResults(
  library: Library,
  run: SetRun,
  loadModel: (id: string) => Promise<LoadedModel>,
): Promise<SetResults> {
  const results = library.setRuns.results(run.id);
  const rows: SetRow[] = [];
  for (const [instanceId, ofPicture] of groupBy(results, (result) => result.instanceId)) {
    rows.push(rowOf(library, instanceId, run, ofPicture));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const models: ReportedModel[] = [];
  for (const reference of run.models) {
    const peaks = results.flatMap(({ modelId, peakRssMb }) =>
      modelId === reference.id ? (peakRssMb ?? []) : [],
    );
    const first = results.find(({ modelId, runId }) => modelId === reference.id && runId !== null);
    // A model that was removed since still has its runs.
    const manifest = await loadModel(reference.id).then(
      (model) => model.manifest,
      () => null,
    );
    models.push({
      ...reference,
      provider: first?.runId ? library.proposals.byRun(first.runId).run.provider : 'cpu',
      peakRssMb: peaks.length === 0 ? null : Math.max(...peaks),
      params: manifest?.params ?? null,
      macs: manifest?.macs ?? null,
      stated: manifest?.metrics ?? {},
    });
  }
  const failures = results.flatMap(({ modelId: model, instanceId: id, errorCode, errorMessage }) =>
    errorCode === null ? [] : [{ model, id, code: errorCode, message: errorMessage ?? '' }],
  );
  return { models, rows, failures };
}

/** The mask that proposals are held against; null where nobody corrected and none is known. */
export function referenceOfPicture(library: Library, instanceId: string): Revision | null {
  const { revisions, reviews } = library;
  const settled = reviews.settled({ instanceId, frame: 0 });
  // What readers have not agreed upon yet is told to nobody, by no score either.
  const correction = 'waits' in settled ? null : settled.revision;
  const known = correction ?? revisions.latest(instanceId, 0, 'truth');
  // A reader's mask without a lesion says that there is none; imported attributes alone do not.
  return known?.source === 'truth' && known.areaPx.lesion === undefined ? null : known;
}

function rowOf(
  library: Library,
  instanceId: string,
  run: SetRun,
  results: readonly SetRunResultRow[],
): SetRow {
  const { fileName } = library.instances.get(instanceId);
  const { site, diagnosis } = library.identity.facts(instanceId);
  const { tags } = library.catalogue.standing(instanceId);
  const reference = referenceOfPicture(library, instanceId);
  const against = reference && decodeMask(library.revisions.lesionMask(reference.id));
  const accepted = reference?.source === 'reader' ? against : null;
  const work = accepted && handWorkOf(library, instanceId);
  const found = run.models.flatMap(({ id }) => {
    const result = results.find(({ modelId }) => modelId === id);
    if (!result?.runId) return [];
    const proposal = library.proposals.byRun(result.runId);
    return { id, result, proposal, mask: decodeMask(proposal.mask) };
  });
  const models = found.map(({ id, result, proposal, mask }) => {
    const { confidence, runMs } = proposal.run;
    const scores = scoresOf(proposal.revisionId, mask, reference, against);
    const effort = accepted && effortOf(mask, accepted, proposal.revisionId, work);
    return [id, { confidence, runMs, totalMs: result.totalMs, ...scores, effort }] as const;
  });
  return {
    id: instanceId,
    fileName,
    site,
    diagnosis,
    tags,
    reference: reference === null ? null : reference.source === 'reader' ? 'correction' : 'truth',
    areaShare: against && areaShareOf(against),
    melanoma: diagnosis === null ? null : saysMelanoma(diagnosis),
    models: Object.fromEntries(models),
    ious: mutualIous(found.map(({ mask }) => mask)),
  };
}

/** A diagnosis as a curator wrote it: `melanoma`, `superficial spreading melanoma`, `no melanoma`. */
function saysMelanoma(diagnosis: string): boolean {
  return /\bmelanoma\b/i.test(diagnosis) && !/\b(no|not|non)\b/i.test(diagnosis);
}

function scoresOf(
  revisionId: string,
  mask: RunLengthMask,
  reference: Revision | null,
  against: RunLengthMask | null,
): Scores {
  if (reference === null || against === null) {
    return { native: null, reduced: null, boundary: null };
  }
  const key = `${revisionId} ${reference.id}`;
  const scores = known.get(key) ?? measureMask(mask, against);
  known.set(key, scores);
  return scores;
}

function effortOf(
  mask: RunLengthMask,
  accepted: RunLengthMask,
  revisionId: string,
  work: HandWork | null,
) {
  const began = work?.fromRevisionId === revisionId;
  const strokes = began ? work.strokes : null;
  const seconds = began ? work.seconds : null;
  return { ...changedPixels(mask, accepted), strokes, seconds };
}
