import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
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

interface Collected {
  a: string;
  b: string | null;
  all: Agreement[];
}

/**
 * How far readers agree with each other, and with themselves where they read a picture again; only
 * of pictures that all who are to read them have submitted. Others have their turn in between.
 */
export async function readerAgreements(
  library: Pick<Library, 'database' | 'reviews' | 'revisions'>,
): Promise<{ rows: AgreementRow[]; overTime: AgreementPoint[] }> {
  const { database, reviews } = library;
  const collected = new Map<string, Collected>();
  const overTime: AgreementPoint[] = [];
  const collect = (a: string, b: string | null, agreement: Agreement): void => {
    const key = JSON.stringify([a, b]);
    const found = collected.get(key) ?? { a, b, all: [] };
    found.all.push(agreement);
    collected.set(key, found);
  };
  for (const at of framesReadTwice(database)) {
    await setImmediate();
    if (reviews.get(at).awaited > 0) continue;
    const between = submissionsInEffect(database, at)
      .filter(({ revisionId }) => revisionId !== null)
      .toSorted((a, b) => (a.reader < b.reader ? -1 : 1));
    const here: Agreement[] = [];
    for (const [index, a] of between.entries()) {
      for (const b of between.slice(index + 1)) {
        const agreement = agreementOfTwo(library, a, b);
        collect(a.reader, b.reader, agreement);
        here.push(agreement);
      }
    }
    const atMs = Math.max(...between.map(({ submittedAtMs }) => submittedAtMs));
    if (here.length > 0) {
      const { dice, kappa } = mean(here);
      overTime.push({ atMs, dice, kappa });
    }
    for (const [before, after] of readTwice(database, at)) {
      collect(after.reader, null, agreementOfTwo(library, before, after));
    }
  }
  return {
    rows: [...collected.values()].map(({ a, b, all }) => ({
      a,
      b,
      pictures: all.length,
      mean: mean(all),
    })),
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

function agreementOfTwo(
  { revisions }: Pick<Library, 'revisions'>,
  { revisionId: a }: Submission,
  { revisionId: b }: Submission,
): Agreement {
  const key = `${a ?? ''} ${b ?? ''}`;
  const lesion = (id: string | null): RunLengthMask => decodeMask(revisions.lesionMask(id ?? ''));
  const agreement = known.get(key) ?? agreementOf(lesion(a), lesion(b));
  known.set(key, agreement);
  return agreement;
}

function mean(all: readonly Agreement[]): Agreement {
  const of = (name: keyof Agreement): number =>
    all.reduce((sum, each) => sum + each[name], 0) / all.length;
  return { dice: of('dice'), iou: of('iou'), kappa: of('kappa') };
}
