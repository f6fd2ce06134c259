import type { Handlers } from '../shared/contract.js';
import type { Library } from './store/library.js';
import { knownReaders } from './store/review/readers.js';

interface ReviewParts {
  library: Library;
}

/** What the contract promises of readers and of reviewing what they did. */
export function reviewHandlers({ library }: ReviewParts): Pick<Handlers, 'reader.list'> {
  return {
    'reader.list': () => knownReaders(library.database),
  };
}
