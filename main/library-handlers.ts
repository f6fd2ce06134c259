import type { Handlers } from '../shared/contract.js';
import type { Library } from './store/library.js';
import { retentionMs } from './store/trash.js';

interface LibraryParts {
  library: Library;
  /** The reader at work. */
  reader: () => string;
  now: () => number;
  /** Null: rows of many pictures changed. */
  onLibraryChange: (instanceId: string | null) => void;
}

type LibraryMethods =
  | 'library.list'
  | 'library.get'
  | 'library.ids'
  | 'library.labels'
  | 'library.tag'
  | 'library.flag'
  | 'library.views'
  | 'library.saveView'
  | 'library.removeView'
  | 'library.confirmTextFree'
  | 'trash.count'
  | 'trash.put'
  | 'trash.restore'
  | 'trash.purge';

/** What the contract promises of lists, tags, views and the trash. */
export function libraryHandlers({
  library,
  reader,
  now,
  onLibraryChange,
}: LibraryParts): Pick<Handlers, LibraryMethods> {
  const { catalogue, instances, revisions, records, tags, savedViews, trash } = library;
  const nothing = {};
  return {
    'library.list': (query) => catalogue.list(query, reader()),
    'library.get': ({ instanceId }) => {
      const seen = library.blindness.visible(revisions.list(instanceId), reader());
      return {
        instance: instances.get(instanceId),
        ...catalogue.standing(instanceId),
        attributes: instances.attributes(instanceId),
        revisions: seen,
        atWork: records.timesAtWork(seen),
      };
    },
    'library.ids': ({ offset, count, sort, ...filter }) => ({
      ids: [...catalogue.ids(filter, sort, { offset, count: count ?? Infinity, reader: reader() })],
    }),
    'library.labels': ({ kind, beginning }) => catalogue.labels(kind, beginning),
    'library.tag': ({ instanceIds, add, remove }) => {
      library.requireWritable();
      tags.change(instanceIds, { add, remove }, reader());
      onLibraryChange(null);
      return nothing;
    },
    'library.flag': ({ instanceIds, flagged }) => {
      library.requireWritable();
      library.database.transaction(() => {
        for (const instanceId of instanceIds) {
          records.note({ instanceId, frame: 0 }, reader(), { flagged });
        }
      });
      onLibraryChange(null);
      return nothing;
    },
    'library.views': () => savedViews.list(),
    'library.saveView': (view) => {
      library.requireWritable();
      savedViews.save(view);
      return nothing;
    },
    'library.removeView': ({ name }) => {
      library.requireWritable();
      savedViews.remove(name);
      return nothing;
    },
    'library.confirmTextFree': ({ instanceId }) => {
      library.requireWritable();
      instances.confirmTextFree(instanceId, reader());
      onLibraryChange(instanceId);
      return nothing;
    },
    'trash.count': () => trash.count(),
    'trash.put': ({ instanceIds }) => {
      library.requireWritable();
      const moved = trash.put(instanceIds, reader());
      onLibraryChange(null);
      return { moved };
    },
    'trash.restore': ({ instanceIds }) => {
      library.requireWritable();
      const moved = trash.restore(instanceIds, `reader ${reader()}`);
      onLibraryChange(null);
      return { moved };
    },
    'trash.purge': async () => {
      library.requireWritable();
      const outcome = await trash.purge(now() - retentionMs, `reader ${reader()}`);
      onLibraryChange(null);
      return outcome;
    },
  };
}
