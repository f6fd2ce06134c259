import type { Handlers } from '../shared/contract.js';
import type { LikenessJob } from './likeness-job.js';
import type { Library } from './store/library.js';
import { statisticsOf } from './store/statistics.js';

/** Pairs shown at once; the next ones follow as these are decided. */
const pairsListed = 50;

/** What the contract promises of patients, lesions and pictures that look alike, and of statistics. */
export function identityHandlers({
  library,
  likeness,
  reader,
  onLibraryChange,
}: {
  library: Library;
  likeness: LikenessJob;
  /** The curator at work. */
  reader: () => string;
  onLibraryChange: (instanceId: null) => void;
}): Pick<
  Handlers,
  | 'library.statistics'
  | 'identity.merge'
  | 'identity.split'
  | 'identity.changes'
  | 'identity.undo'
  | 'identity.search'
  | 'identity.cancelSearch'
  | 'identity.pairs'
  | 'identity.decide'
> {
  const nothing = {};
  const changing = (act: () => void): Record<string, never> => {
    library.requireWritable();
    act();
    onLibraryChange(null);
    return nothing;
  };
  return {
    'library.statistics': () => statisticsOf(library.database),
    'identity.merge': ({ what, instanceIds }) =>
      changing(() => {
        library.identityChanges.merge(what, instanceIds, reader());
      }),
    'identity.split': ({ what, instanceIds }) =>
      changing(() => {
        library.identityChanges.split(what, instanceIds, reader());
      }),
    'identity.changes': () => library.identityChanges.list(),
    'identity.undo': ({ sequence }) =>
      changing(() => {
        library.identityChanges.undo(sequence, reader());
      }),
    'identity.search': () => {
      likeness.start();
      return nothing;
    },
    'identity.cancelSearch': async () => {
      await likeness.stop();
      return nothing;
    },
    'identity.pairs': () => ({
      ...library.likeness.pairs(pairsListed),
      search: likeness.progress,
    }),
    'identity.decide': ({ a, b, decision }) =>
      changing(() => {
        library.likeness.decide(a, b, decision, reader());
      }),
  };
}
