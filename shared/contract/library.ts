import { z } from 'zod';
import {
  identifier,
  instance,
  instanceSummary,
  pictureFacts,
  readingStatus,
  revision,
} from '../domain.js';
import { alikePair, identityChange, pairDecision, searchProgress } from '../identity.js';
import { labelKind, libraryFilter, librarySort, savedView, tag } from '../library-filter.js';
import { readingFilter } from '../reading-record.js';
import { libraryStatistics } from '../statistics.js';
import { method, nothing } from './method.js';

const someIds = z.array(identifier).min(1);

const identitySelection = z.object({ what: z.enum(['patient', 'lesion']), instanceIds: someIds });

/** The catalogue of pictures, to whom they belong, and the trash. */
export const libraryMethods = {
  'library.list': method(
    libraryFilter.extend({
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
      sort: librarySort,
    }),
    z.object({
      total: z.int(),
      counts: z.record(readingStatus, z.int()),
      /** Of those that match search and status. */
      readingCounts: z.record(readingFilter, z.int()),
      instances: z.array(instanceSummary),
    }),
  ),
  'library.get': method(
    z.object({ instanceId: identifier }),
    z.object({
      instance,
      status: readingStatus,
      facts: pictureFacts,
      tags: z.array(z.string()),
      trashed: z.boolean(),
      /** Attributes of the file, cleaned for display, in the file's order: keyword to value. */
      attributes: z.array(z.object({ keyword: z.string(), value: z.string() })),
      revisions: z.array(revision),
      /** Time at work on each frame, of the readers whose revisions are there. */
      atWork: z.array(
        z.object({ reader: z.string(), frame: z.int(), spentMs: z.int().nonnegative() }),
      ),
    }),
  ),
  /** Ids of what matches, in the list's order; null: all from the offset on. */
  'library.ids': method(
    libraryFilter.extend({
      offset: z.int().nonnegative().default(0),
      count: z.int().nonnegative().nullable().default(null),
      sort: librarySort,
    }),
    z.object({ ids: z.array(identifier) }),
  ),
  /** Values of a fact, or tags, that begin so: the most frequent first, 100 at most. */
  'library.labels': method(
    z.object({ kind: labelKind, beginning: z.string().max(200).default('') }),
    z.array(z.object({ label: z.string(), count: z.int() })),
  ),
  'library.tag': method(
    z.object({ instanceIds: someIds, add: z.array(tag).max(20), remove: z.array(tag).max(20) }),
    nothing,
  ),
  'library.flag': method(z.object({ instanceIds: someIds, flagged: z.boolean() }), nothing),
  'library.views': method(nothing, z.array(savedView)),
  'library.saveView': method(savedView, nothing),
  'library.removeView': method(z.object({ name: z.string() }), nothing),
  /** Counts over the whole library, for plots. */
  'library.statistics': method(nothing, libraryStatistics),
  /** Makes the patients, or lesions with their patients, of these pictures one. */
  'identity.merge': method(identitySelection, nothing),
  /** Gives these pictures a patient or lesion of their own. */
  'identity.split': method(identitySelection, nothing),
  'identity.changes': method(nothing, z.array(identityChange)),
  'identity.undo': method(z.object({ sequence: z.int() }), nothing),
  /** Looks for pictures that are alike, in the background. */
  'identity.search': method(nothing, nothing),
  /** Ends the search; the pairs of the one before stay. */
  'identity.cancelSearch': method(nothing, nothing),
  'identity.pairs': method(
    nothing,
    z.object({
      total: z.int(),
      undecided: z.int(),
      pairs: z.array(alikePair),
      search: searchProgress,
    }),
  ),
  /** Null takes a decision back. */
  'identity.decide': method(
    z.object({ a: identifier, b: identifier, decision: pairDecision.nullable() }),
    nothing,
  ),
  /** `expired`: those whose retention has ended. */
  'trash.count': method(nothing, z.object({ pictures: z.int(), expired: z.int() })),
  'trash.put': method(z.object({ instanceIds: someIds }), z.object({ moved: z.int() })),
  'trash.restore': method(z.object({ instanceIds: someIds }), z.object({ moved: z.int() })),
  /** Ends what has been in the trash for longer than the retention. */
  'trash.purge': method(nothing, z.object({ purged: z.int(), keptForSnapshots: z.int() })),
  'library.confirmTextFree': method(z.object({ instanceId: identifier }), nothing),
};
