import { mostBlinded, type BlindedSource } from '../shared/blinded.js';
import type { Handlers } from '../shared/contract.js';
import { AppError, toAppError } from '../shared/errors.js';
import { blindedReport } from './comparison/blinded-report.js';
import { writeText } from './comparison/write-report.js';
import type { Dialogs } from './dialogs.js';
import { referenceOf } from './models/registry.js';
import type { Segmenter } from './segmenter.js';
import type { Library } from './store/library.js';
import type { LoadedModel } from './worker/protocol.js';

interface BlindedParts {
  library: Library;
  segmenter: Pick<Segmenter, 'run'>;
  loadModel: (modelId: string) => Promise<LoadedModel>;
  dialogs: Pick<Dialogs, 'chooseReportFile'>;
  /** The reader at work. */
  reader: () => string;
}

type BlindedMethods = Extract<keyof Handlers, `blinded.${string}`>;
type People = 'correction' | 'truth';

/** Masks that people made, as revisions call them. */
const revisionSources = { correction: 'reader', truth: 'truth' } as const;

/** What the contract promises of blinded readings: until the end the window knows no names. */
export function blindedHandlers(parts: BlindedParts): Pick<Handlers, BlindedMethods> {
  const { library, loadModel, dialogs, reader } = parts;
  const { blinded } = library;
  return {
    'blinded.start': async ({ modelIds, people, instanceIds }) => {
      library.requireWritable();
      const sources: BlindedSource[] = [];
      for (const id of new Set(modelIds)) {
        sources.push({ key: `model:${id}`, model: referenceOf(await loadModel(id)) });
      }
      for (const key of new Set(people)) sources.push({ key, model: null });
      if (sources.length < 2 || sources.length > mostBlinded) {
        throw new AppError(
          'bad-input',
          `A blinded reading compares 2 to ${String(mostBlinded)} masks. Choose as many.`,
        );
      }
      const all = [...new Set(instanceIds ?? library.instances.ids())];
      const cases = all.filter((id) => people.every((who) => madeBy(parts, id, who) !== undefined));
      if (cases.length === 0) {
        throw new AppError('bad-input', 'No picture has all these masks. Choose others.');
      }
      const reading = blinded.create(reader(), sources, cases);
      return { reading, leftOut: all.length - cases.length };
    },
    'blinded.list': () => blinded.list(),
    'blinded.next': ({ id }) => ({ position: blinded.firstUndecided(id) }),
    'blinded.case': async ({ id, position }) => {
      const found = blinded.case(id, position);
      const { instanceId, fileName, answer } = found;
      const revisionIds = found.revisionIds ?? (await firstShown(parts, id, position));
      const masks = revisionIds.map((revisionId) => library.revisions.lesionMask(revisionId));
      return { instanceId, fileName, masks, answer };
    },
    'blinded.answer': ({ id, position, answer }) => {
      library.requireWritable();
      blinded.answer(id, position, answer);
      return {};
    },
    'blinded.reveal': ({ id }) => {
      library.requireWritable();
      blinded.reveal(id);
      return blinded.results(id);
    },
    'blinded.results': ({ id }) => blinded.results(id),
    'blinded.export': async ({ id, kind }) => {
      const results = blinded.results(id);
      const file = await dialogs.chooseReportFile(kind);
      if (file === null) return null;
      await writeText(file, blindedReport(kind, results));
      return { file };
    },
  };
}

/** The newest such mask of a picture that the reader may see. */
function madeBy({ library, reader }: BlindedParts, instanceId: string, who: People) {
  return library.blindness
    .visible(library.revisions.list(instanceId), reader())
    .findLast(({ frame, source }) => frame === 0 && source === revisionSources[who]);
}

/**
 * Runs what was not run yet and keeps what the case shows. All masks come at once, since who comes
 * first would tell who is fast.
 */
async function firstShown(
  parts: BlindedParts,
  id: string,
  position: number,
): Promise<readonly string[]> {
  const { library, segmenter } = parts;
  library.requireWritable();
  const { instanceId, sources } = library.blinded.case(id, position);
  const revisionOf = async ({ key, model }: BlindedSource): Promise<string> => {
    if (model === null) {
      const made = madeBy(parts, instanceId, key === 'truth' ? 'truth' : 'correction');
      if (made) return made.id;
      throw new AppError('not-found', 'A mask of this picture is gone.');
    }
    const proposal = await segmenter.run({ instanceId, frame: 0, modelId: model.id }, 'reader');
    const { version, sha256 } = proposal.run.model;
    if (version === model.version && sha256 === model.sha256) return proposal.revisionId;
    throw new AppError('model-invalid', 'A model was changed since the reading began.');
  };
  const made = await Promise.allSettled(sources.map(revisionOf));
  const revisionIds = made.map((each) => {
    if (each.status === 'fulfilled') return each.value;
    const cause = toAppError(each.reason);
    // The reason may name the model, so only what kind of failure it was goes to the window.
    throw new AppError(cause.code, 'One of the masks could not be made.', { cause });
  });
  library.blinded.show(id, position, revisionIds);
  return library.blinded.case(id, position).revisionIds ?? revisionIds;
}
