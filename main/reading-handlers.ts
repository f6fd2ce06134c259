import type { Handlers } from '../shared/contract.js';
import type { Library } from './store/library.js';

interface ReadingParts {
  library: Library;
  /** The reader at work. */
  reader: () => string;
  onLibraryChange: (instanceId: string) => void;
}

type ReadingMethods = 'reading.record' | 'reading.note' | 'reading.spend' | 'reading.submit';

/** What a reader records beside the masks. */
export function readingHandlers({
  library,
  reader,
  onLibraryChange,
}: ReadingParts): Pick<Handlers, ReadingMethods> {
  const { records } = library;
  return {
    'reading.record': (at) => records.get(at, reader()),
    'reading.note': ({ notes, ...at }) => {
      library.requireWritable();
      const record = records.note(at, reader(), notes);
      onLibraryChange(at.instanceId);
      return record;
    },
    'reading.spend': ({ ms, ...at }) => {
      // Looking through a library that is only read changes nothing.
      if (library.readOnlyReason !== null) return records.get(at, reader());
      return records.spend(at, reader(), ms);
    },
    'reading.submit': (at) => {
      if (library.readOnlyReason !== null) return records.get(at, reader());
      const record = records.submit(at, reader());
      onLibraryChange(at.instanceId);
      return record;
    },
  };
}
