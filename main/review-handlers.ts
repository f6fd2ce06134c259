import type { Handlers } from '../shared/contract.js';
import { decodeMask, emptyMask, encodeMask, maskArea, xorMasks } from '../shared/labelmap.js';
import type { Library } from './store/library.js';
import { readerAgreements } from './store/review/agreements.js';
import { reviewCases } from './store/review/review-cases.js';
import { knownReaders } from './store/review/readers.js';
import type { FrameReference } from './store/journal-rows.js';

interface ReviewParts {
  library: Library;
  /** The reader at work. */
  reader: () => string;
  onLibraryChange: (instanceId: string | null) => void;
}

type ReviewMethods =
  | 'reader.list'
  | 'review.list'
  | 'review.get'
  | 'review.act'
  | 'review.correct'
  | 'review.agreement';

/** What the contract promises of readers and of reviewing what they did. */
export function reviewHandlers({
  library,
  reader,
  onLibraryChange,
}: ReviewParts): Pick<Handlers, ReviewMethods> {
  const { reviews, revisions } = library;
  return {
    'reader.list': () => knownReaders(library.database),
    'review.list': ({ single }) => reviewCases(library.database, single),
    'review.get': (at) => ({
      ...reviews.get(at),
      ownRevisionId: revisions.checkpoint({ ...at, reader: reader() })?.id ?? null,
    }),
    'review.act': ({ act, ...at }) => {
      library.requireWritable();
      reviews.act(at, act, reader());
      onLibraryChange(at.instanceId);
      return {};
    },
    'review.correct': ({ revisionId, ...at }) => {
      library.requireWritable();
      library.blindness.requireVisible(revisions.get(revisionId), reader());
      takeOver(library, at, revisionId, reader());
      onLibraryChange(at.instanceId);
      return {};
    },
    'review.agreement': () => readerAgreements(library),
  };
}

/** Appends what makes the reader's masks those of a revision, as one undoable act. */
function takeOver(
  { journal, revisions, instances }: Library,
  at: FrameReference,
  revisionId: string,
  reader: string,
): void {
  const { width, height } = instances.get(at.instanceId);
  const decoded = (masks: ReturnType<typeof revisions.masks>) =>
    new Map(masks.map(({ segment, mask }) => [segment, decodeMask(mask)]));
  const mine = decoded(journal.open(at, reader).masks);
  const theirs = decoded(revisions.masks(revisionId));
  const empty = emptyMask(width, height);
  const changes = [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((segment) => {
    const toggled = xorMasks(mine.get(segment) ?? empty, theirs.get(segment) ?? empty);
    return maskArea(toggled) === 0 ? [] : [{ segment, mask: encodeMask(toggled) }];
  });
  if (changes.length === 0) return;
  const edit = { ...at, kind: 'take-over', fromRevisionId: revisionId } as const;
  journal.append({ ...edit, changes }, reader);
}
