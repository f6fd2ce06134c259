import { join } from 'node:path';
import { z } from 'zod';
import { segmentId } from '../../shared/domain.js';
import { AppError, toAppError } from '../../shared/errors.js';
import { decodeMask, maskArea } from '../../shared/labelmap.js';
import { temporaryEnding } from './atomic-write.js';
import { hashFile } from './blobs.js';
import { blobColumn } from './database.js';
import type { Library } from './library.js';
import { RecordFiles } from './records/record-files.js';
import { loadReading } from './reading.js';
import { sha256Of } from './stored-mask.js';
import { auditFindings } from './verify-audit.js';
import { bandFindings } from './verify-bands.js';

/** What verify found. Ids and hashes only, no file names. */
export interface Finding {
  /** A note is harmless: bytes that no row refers to, as a killed import leaves them. */
  severity: 'error' | 'note';
  kind:
    | 'database-damaged'
    | 'file-missing'
    | 'file-altered'
    | 'file-orphaned'
    | 'mask-altered'
    | 'band-altered'
    | 'journal-broken'
    | 'snapshot-altered'
    | 'audit-broken'
    | 'record-altered';
  /** sha256 of a file, id of a revision, `<instance>/<frame>`, a snapshot, or the database. */
  subject: string;
  message: string;
}

const referenceRow = z.object({ sha256: z.string() });
const maskRow = z.object({
  subject: z.string(),
  segment: segmentId,
  mask: blobColumn,
  maskSha256: z.string(),
  areaPx: z.int().nullable(),
  width: z.int(),
  height: z.int(),
});
const keyRow = z.object({ id: z.string(), segment: z.string() });
const readingRow = z.object({ instanceId: z.string(), frame: z.int(), reader: z.string() });

/**
 * Checks a whole library: SQLite's structure and references, the hash of every stored file, every
 * revision's masks, the reviews' disagreement bands, that each reading's journal replays, every snapshot's manifest, and the audit log.
 * Changes nothing.
 */
export async function verifyLibrary(
  library: Library,
  onProgress: (progress: { done: number; total: number }) => void = () => undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const collect = (part: () => Finding[]): void => {
    findings.push(...orDamage(part));
  };
  collect(() => structureFindings(library));
  collect(() => maskFindings(library));
  collect(() => bandFindings(library));
  collect(() => journalFindings(library));
  collect(() => snapshotFindings(library));
  collect(() => auditFindings(library));
  findings.push(...(await recordFindings(library)));
  findings.push(...(await fileFindings(library, onProgress)));
  return findings;
}

function structureFindings({ database }: Library): Finding[] {
  const broken = database.problems().map(databaseFinding);
  const dangling = database
    .all(z.object({ table: z.string() }), 'PRAGMA foreign_key_check')
    .map(({ table }) => databaseFinding(`A row of ${table} refers to one that is missing.`));
  return [...broken, ...dangling];
}

/** One mask at a time, so that memory does not grow with the library. */
function maskFindings({ database }: Library): Finding[] {
  const keys = database.all(keyRow, 'SELECT revision_id AS id, segment FROM revision_masks');
  return keys.flatMap(({ id, segment }) =>
    orDamage(() => {
      const row = database.get(
        maskRow,
        `SELECT m.revision_id AS subject, m.segment, m.mask, m.mask_sha256 AS maskSha256,
           m.area_px AS areaPx, i.width, i.height
         FROM revision_masks m JOIN revisions r ON r.id = m.revision_id
         JOIN instances i ON i.id = r.instance_id WHERE m.revision_id = ? AND m.segment = ?`,
        [id, segment],
      );
      const fault = row && maskFault(row);
      return fault
        ? [{ severity: 'error', kind: 'mask-altered', subject: id, message: fault }]
        : [];
    }),
  );
}

function maskFault(row: z.infer<typeof maskRow>): string | null {
  if (sha256Of(row.mask) !== row.maskSha256) return `The mask of ${row.segment} was altered.`;
  try {
    const mask = decodeMask(row.mask);
    if (mask.width !== row.width || mask.height !== row.height) {
      return `The mask of ${row.segment} has another size than its picture.`;
    }
    return maskArea(mask) === row.areaPx ? null : `The area of ${row.segment} was altered.`;
  } catch (thrown) {
    return `The mask of ${row.segment} cannot be decoded: ${toAppError(thrown).message}`;
  }
}

function journalFindings({ database, revisions }: Library): Finding[] {
  const readings = database.all(
    readingRow,
    // Records without a reader are part of every reading of their frame.
    `SELECT DISTINCT instance_id AS instanceId, frame, coalesce(reader, '') AS reader
     FROM journal j WHERE reader IS NOT NULL OR NOT EXISTS (SELECT 1 FROM journal o
       WHERE o.instance_id = j.instance_id AND o.frame = j.frame AND o.reader IS NOT NULL)`,
  );
  return readings.flatMap((at): Finding[] => {
    try {
      loadReading(database, revisions, at);
      return [];
    } catch (thrown) {
      const subject = `${at.instanceId}/${String(at.frame)}`;
      const { message } = toAppError(thrown);
      return [{ severity: 'error', kind: 'journal-broken', subject, message }];
    }
  });
}

/** The manifest is kept byte for byte as it was hashed when the snapshot was made. */
function snapshotFindings({ snapshots }: Library): Finding[] {
  return snapshots
    .list()
    .filter(({ manifest, manifestSha256 }) => sha256Of(Buffer.from(manifest)) !== manifestSha256)
    .map(({ name }) => ({
      severity: 'error',
      kind: 'snapshot-altered',
      subject: name,
      message: 'The manifest of the snapshot is not the one that was hashed when it was made.',
    }));
}

/** Lines are written down again as a whole when the application opens a library without them. */
async function recordFindings({ folder }: Library): Promise<Finding[]> {
  let altered = 0;
  for await (const record of new RecordFiles(join(folder, 'records')).read()) {
    if (record === null) altered += 1;
  }
  if (altered === 0) return [];
  const message =
    `${String(altered)} lines of the records were altered or cut off; the database is not. Move the ` +
    'folder "records" away: it is written anew when the library is opened.';
  return [{ severity: 'error', kind: 'record-altered', subject: 'records', message }];
}

async function fileFindings(
  { database, blobs }: Library,
  onProgress: (progress: { done: number; total: number }) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const referred = new Set<string>();
  const list = (): Finding[] => {
    const rows = database.all(
      referenceRow,
      `SELECT sha256 FROM instances WHERE purged_at_ms IS NULL
       UNION SELECT probability_sha256 FROM runs JOIN instances i ON i.id = runs.instance_id
         WHERE i.purged_at_ms IS NULL`,
    );
    for (const { sha256 } of rows) referred.add(sha256);
    return [];
  };
  const unreadable = orDamage(list);
  findings.push(...unreadable);
  const present = new Set<string>();
  const names = await blobs.list();
  for (const [done, name] of names.entries()) {
    onProgress({ done, total: names.length });
    const sha256 = name.slice(name.indexOf('/') + 1);
    present.add(sha256);
    if (name.endsWith(temporaryEnding)) continue;
    const found = await hashFile(blobs.path(sha256)).catch(() => null);
    if (found?.sha256 !== sha256) findings.push(fileFinding('file-altered', sha256));
    else if (!referred.has(sha256) && unreadable.length === 0) {
      findings.push(fileFinding('file-orphaned', sha256));
    }
  }
  for (const sha256 of referred) {
    if (!present.has(sha256)) findings.push(fileFinding('file-missing', sha256));
  }
  onProgress({ done: names.length, total: names.length });
  return findings;
}

const fileMessages = {
  'file-altered': 'The stored bytes are not those that were imported. Import the file again.',
  'file-missing': 'A picture or probability map is not there. Import the file again.',
  'file-orphaned': 'No picture refers to this file; importing it again makes use of it.',
} as const;

function fileFinding(kind: keyof typeof fileMessages, subject: string): Finding {
  const severity = kind === 'file-orphaned' ? 'note' : 'error';
  return { severity, kind, subject, message: fileMessages[kind] };
}

function databaseFinding(message: string): Finding {
  return { severity: 'error', kind: 'database-damaged', subject: 'library.db', message };
}

/** A part that cannot be read is a finding, and the other parts are still checked. */
function orDamage(part: () => Finding[]): Finding[] {
  try {
    return part();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'library-damaged') {
      return [databaseFinding(thrown.message)];
    }
    throw thrown;
  }
}
