import type { Handlers } from '../shared/contract.js';
import type { Library } from './store/library.js';
import { requireFrame } from './store/revisions.js';
import type { WorkerHost } from './worker/protocol.js';

interface ReadingParts {
  library: Library;
  workers: WorkerHost;
  /** The reader at work. */
  reader: () => string;
  onLibraryChange: (instanceId: string | null) => void;
}

type ReadingMethods =
  | 'artefacts.find'
  | 'form.get'
  | 'form.set'
  | 'reading.abcd'
  | 'reading.confirmAbcd'
  | 'reading.answers'
  | 'reading.answer'
  | 'reading.setMark'
  | 'reading.record'
  | 'reading.note'
  | 'reading.spend'
  | 'reading.submit';

/** What a reader records beside the masks. */
export function readingHandlers({
  library,
  workers,
  reader,
  onLibraryChange,
}: ReadingParts): Pick<Handlers, ReadingMethods> {
  const { journal, records, forms } = library;
  return {
    'artefacts.find': async ({ instanceId, frame }) => {
      const instance = library.instances.get(instanceId);
      requireFrame(instance, frame);
      const path = await library.blobs.verifiedPath(instance.sha256);
      return { masks: await workers.run('findArtefacts', { path, frame }, { lane: 'reader' }) };
    },
    'reading.setMark': (change) => {
      library.requireWritable();
      return journal.setMark(change, reader());
    },
    'reading.abcd': (at) => ({ record: library.abcd.get(at, reader()) }),
    'reading.confirmAbcd': ({ draft, confirmed, ...at }) => {
      library.requireWritable();
      const record = library.abcd.confirm(at, reader(), { draft, confirmed });
      // A confirmation is part of a reading, which there may be no record of yet.
      records.note(at, reader(), {});
      onLibraryChange(at.instanceId);
      return record;
    },
    'reading.answers': (at) => forms.answers(at, reader()),
    'reading.answer': ({ questionId, answer, ...at }) => {
      library.requireWritable();
      const kept = forms.answer(at, reader(), questionId, answer);
      // An answer is part of a reading, which there may be no record of yet.
      records.note(at, reader(), {});
      return kept;
    },
    'form.get': () => forms.current(),
    'form.set': ({ questions }) => {
      library.requireWritable();
      return forms.change(questions);
    },
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
      const name = reader();
      journal.commit(at, name);
      const record = records.submit(at, name);
      const submitted = library.revisions.checkpoint({ ...at, reader: name })?.id ?? null;
      // Where the gate stops, all that passed waits for readers again.
      const stopped = at.frame === 0 && library.gate.control(at.instanceId, submitted);
      onLibraryChange(stopped ? null : at.instanceId);
      return record;
    },
  };
}
