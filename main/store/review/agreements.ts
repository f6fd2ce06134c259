import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { attributeIds, segmentIds, type Revision, type SegmentId } from '../../../shared/domain.js';
import { decodeMask, type RunLengthMask } from '../../../shared/labelmap.js';
import { agreementOf, type Agreement } from '../../../shared/review/reader-agreement.js';
import type { AgreementPoint, AgreementRow } from '../../../shared/review/review.js';
import type { Database } from '../database.js';
import type { FrameReference } from '../journal-rows.js';
import type { Library } from '../library.js';
import { begunAgain } from './readings-again.js';
import { allSubmissions, submissionsInEffect, type Submission } from './submissions.js';

/** Masks never change, so the agreement of two is computed once in the life of the process. */
const known = new Map<string, Agreement>();

/** A submitted mask. */
interface Drawn {
  readonly reader: string;
  readonly revisionId: string;
  readonly submittedAtMs: number;
  /** Of each segment that it holds. */
  readonly areaPx: Revision['areaPx'];
}

interface Collected {
  a: string;
  b: string | null;
  segment: SegmentId;
  oneOnly: number;
  all: Agreement[];
}

/**
 * How far readers agree with each other, and with themselves where they read a picture again; only
 * of pictures that all who are to read them have submitted. On attributes of pictures on which both
 * drew one, as who did not look for it says nothing. Others have their turn in between.
 */
export async function readerAgreements(
  library: Pick<Library, 'database' | 'reviews' | 'revisions'>,
): Promise<{ rows: AgreementRow[]; overTime: AgreementPoint[] }> {
  const { database, reviews } = library;
  const collected = new Map<string, Collected>();
  const overTime: AgreementPoint[] = [];
  const rowOf = (a: string, b: string | null, segment: SegmentId): Collected => {
    const key = JSON.stringify([segment, a, b]);
    const found = collected.get(key) ?? { a, b, segment, oneOnly: 0, all: [] };
    collected.set(key, found);
    return found;
  };
  /** @returns how far the two agree on the lesion */
  const collect = (a: string, b: string | null, two: readonly [Drawn, Drawn]): Agreement => {
    for (const segment of attributeIds) {
      const drew = two.filter(({ areaPx }) => areaPx[segment] !== undefined).length;
      if (drew === 1) rowOf(a, b, segment).oneOnly += 1;
      if (drew === 2) rowOf(a, b, segment).all.push(agreementOfTwo(library, two, segment));
    }
    const onLesion = agreementOfTwo(library, two, 'lesion');
    rowOf(a, b, 'lesion').all.push(onLesion);
    return onLesion;
  };
  for (const at of framesReadTwice(database)) {
    await setImmediate();
    if (reviews.get(at).awaited > 0) continue;
    const between = submissionsInEffect(database, at)
      .flatMap((each) => drawnOf(library, each) ?? [])
      .toSorted((a, b) => (a.reader < b.reader ? -1 : 1));
    const here: Agreement[] = [];
    for (const [index, a] of between.entries()) {
      for (const b of between.slice(index + 1)) {
        here.push(collect(a.reader, b.reader, [a, b]));
      }
    }
    const atMs = Math.max(...between.map(({ submittedAtMs }) => submittedAtMs));
    const average = mean(here);
    if (average) overTime.push({ atMs, dice: average.dice, kappa: average.kappa });
    for (const [before, after] of readTwice(database, at)) {
      const [first, second] = [drawnOf(library, before), drawnOf(library, after)];
      if (first && second) collect(after.reader, null, [first, second]);
    }
  }
  return {
    rows: [...collected.values()]
      .toSorted((a, b) => segmentIds.indexOf(a.segment) - segmentIds.indexOf(b.segment))
      .map(({ all, ...row }) => ({ ...row, pictures: all.length, mean: mean(all) })),
    overTime: overTime.toSorted((a, b) => a.atMs - b.atMs),
  };
}

function framesReadTwice(database: Database): FrameReference[] {
  return database.all(
    z.object({ instanceId: z.string(), frame: z.int() }),
    `SELECT instance_id AS instanceId, frame FROM submissions WHERE revision_id IS NOT NULL
     GROUP BY instance_id, frame HAVING count(*) > 1 ORDER BY min(sequence)`,
  );
}

/** The submission before each reading that began anew, with the newest one after it. */
function readTwice(database: Database, at: FrameReference): [Submission, Submission][] {
  const all = allSubmissions(database, at).filter(({ revisionId }) => revisionId !== null);
  return begunAgain(database, at).flatMap(({ reader, afterSubmission }) => {
    const own = all.filter((each) => each.reader === reader);
    const before = own.findLast(({ sequence }) => sequence <= afterSubmission);
    const after = own.findLast(({ sequence }) => sequence > afterSubmission);
    return before && after ? ([[before, after]] as [Submission, Submission][]) : [];
  });
}

/** Null where the reader submitted no mask. */
function drawnOf(
  { revisions }: Pick<Library, 'revisions'>,
  { reader, revisionId, submittedAtMs }: Submission,
): Drawn | null {
  if (revisionId === null) return null;
  return { reader, revisionId, submittedAtMs, areaPx: revisions.get(revisionId).areaPx };
}

function agreementOfTwo(
  { revisions }: Pick<Library, 'revisions'>,
  [{ revisionId: a }, { revisionId: b }]: readonly [Drawn, Drawn],
  segment: SegmentId,
): Agreement {
  const key = `${a} ${b} ${segment}`;
  const mask = (id: string): RunLengthMask => decodeMask(revisions.segmentMask(id, segment));
  const agreement = known.get(key) ?? agreementOf(mask(a), mask(b));
  known.set(key, agreement);
  return agreement;
}

function mean(all: readonly Agreement[]): Agreement | null {
  if (all.length === 0) return null;
  const of = (name: keyof Agreement): number =>
    all.reduce((sum, each) => sum + each[name], 0) / all.length;
  return { dice: of('dice'), iou: of('iou'), kappa: of('kappa') };
}
