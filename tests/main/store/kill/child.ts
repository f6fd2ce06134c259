import { writeSync } from 'node:fs';
import { encodeMask } from '../../../../shared/labelmap.js';
import { openLibrary } from '../../../../main/store/open-library.js';
import { isUndo, strokeOf } from './strokes.js';

/**
 * Draws from record `first` on until it is killed, and says the number of each record after the
 * store has returned from it. Arguments: library, instance, first.
 */
const [folder = '', instanceId = '', first = ''] = process.argv.slice(2);
const library = await openLibrary(folder);
const at = { instanceId, frame: 0 };
for (let index = Number(first); ; index += 1) {
  if (isUndo(index)) library.journal.undo(at, 'reader');
  else {
    const changes = [{ segment: 'lesion' as const, mask: encodeMask(strokeOf(index)) }];
    library.journal.append({ ...at, kind: 'stroke', changes, fromRevisionId: null }, 'reader');
  }
  writeSync(1, `${String(index)}\n`);
  if (index % 10 === 9) library.journal.commit(at, 'reader');
}
