import { basename } from 'node:path';
import { pictureFacts, type Instance, type PictureFacts } from '../../../shared/domain.js';
import type { Library } from '../library.js';
import type { ImportRequest } from './import-files.js';
import { keepFile } from './import-file.js';
import type { ProgressCounts } from './import-progress.js';
import {
  addImportedMasks,
  compareImportedMasks,
  maskedPicture,
  maskRefusal,
} from './imported-masks.js';
import { contradictionOf } from './metadata-table.js';
import type { PlannedSample } from './import-plan.js';
import type { PreparedSample } from './prepare-sample.js';

/**
 * Writes the rows of a prepared sample whose file was adopted: picture, facts, masks.
 * @returns the picture where it is new
 */
export function keepSample(
  library: Library,
  { sample, taken, masks, refusals }: Extract<PreparedSample, { kind: 'prepared' }>,
  request: Pick<ImportRequest, 'metadata' | 'source' | 'reader'>,
  counts: ProgressCounts,
): Instance[] {
  const fileName = basename(sample.path);
  const { instance, known } = keepFile(library, taken, {
    ...{ fileName, origin: 'imported', importer: request.reader },
  });
  recordFacts(library, instance, sample, request);
  const contradiction = contradictionOf(request.metadata, sample.path);
  if (contradiction !== null) counts.note(contradiction);
  for (const refusal of refusals) counts.note(refusal);
  const picture = masks.length > 0 ? maskedPicture(library, instance) : { fileName, earlier: [] };
  const addition = compareImportedMasks(picture, masks, fileName);
  if (addition.kind === 'refused') counts.note(maskRefusal(sample, addition.reason));
  if (addition.kind === 'revision') {
    const origin = { layout: sample.layout, source: request.source ?? null };
    addImportedMasks(library, instance.id, addition, origin);
  }
  counts.picture(known ? 'duplicates' : 'imported', sample.layout, {
    fresh: addition.kind === 'revision' ? masks.length : 0,
    known: addition.kind === 'nothing' ? masks.length : 0,
  });
  return known ? [] : [instance];
}

/**
 * Under another name, the same bytes add only what was not known of them before. Whose picture it is
 * stays as a curator set it right by hand.
 */
function recordFacts(
  { identity, identityChanges, audit }: Library,
  { id, fileName }: Instance,
  { path, split: ofLayout }: PlannedSample,
  { metadata, source, reader }: Pick<ImportRequest, 'metadata' | 'source' | 'reader'>,
): void {
  const said = metadata?.of(path);
  const stated = said?.kind === 'stated' ? said.facts : null;
  const facts: Partial<PictureFacts> = { ...stated, split: stated?.split ?? ofLayout };
  if (basename(path) !== fileName) {
    identity.recordOtherName(id, basename(path), facts.split ?? null);
    for (const [key, value] of Object.entries(identity.facts(id))) {
      if (value !== null) Object.assign(facts, { [key]: null });
    }
  }
  const before = identity.facts(id);
  const { patient, lesion } = before;
  const moves =
    (patient !== null && facts.patient && facts.patient !== patient) ||
    (lesion !== null && facts.lesion && facts.lesion !== lesion);
  if (moves && identityChanges.concern(id)) {
    if (patient !== null) facts.patient = null;
    if (lesion !== null) facts.lesion = null;
  }
  if (!identity.record(id, facts, source ?? null)) return;
  const after = identity.facts(id);
  // Which of them, and not what they say: the log names no patient.
  const changed = pictureFacts.keyof().options.filter((key) => after[key] !== before[key]);
  if (changed.length === 0) return;
  const actor = reader === undefined ? 'application' : `reader ${reader}`;
  audit.append({ actor, action: 'picture.described', subject: id, facts: { changed } });
}
