import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { beforeTheFirst, entryHash, type AuditEntry } from './audit.js';
import type { Database } from './database.js';
import type { Library } from './library.js';
import { readRevisionSources } from './revision-sources.js';
import type { Finding } from './verify.js';

const PAGE = 1000;

const hashesRow = z.object({ segment: z.string(), sha256: z.string() });
const revisionFacts = z.object({
  masks: z.record(z.string(), z.string()),
  sources: z.array(z.string()),
  /** Absent from entries made before thresholds were noted. */
  thresholds: z.record(z.string(), z.array(z.number())).default({}),
});
const acceptedFacts = z.object({
  frame: z.int(),
  revisionId: z.string(),
  bandSha256: z.string().optional(),
});
const begunFacts = z.object({ instances: z.int(), revisions: z.int() });
const rowId = z.object({ id: z.string() });

/**
 * Follows the audit log from its first entry: none is missing, each holds the hash of the one before
 * and its own, what it says of a revision's masks and sources and of a review's disagreement band is
 * what is stored, and every picture and revision that came after the log began has an entry. Whoever alters a mask and its hash alters what the log
 * says of it; whoever cuts the end off is found by the entry that an export names.
 */
export function auditFindings(library: Library): Finding[] {
  const findings: Finding[] = [];
  const told = { instances: new Set<string>(), revisions: new Set<string>() };
  let begun: z.infer<typeof begunFacts> | null = null;
  let before = { sequence: 0, sha256: beforeTheFirst };
  for (;;) {
    const page = library.audit.entries(before.sequence, PAGE);
    for (const entry of page) {
      const fault = chainFault(entry, before) ?? factsFault(library, entry);
      if (fault !== null) findings.push(finding(`entry ${String(entry.sequence)}`, fault));
      if (entry.action === 'log.begun') begun = begunFacts.parse(JSON.parse(entry.facts));
      if (entry.action === 'picture.imported') told.instances.add(entry.subject);
      if (entry.action === 'revision.made') told.revisions.add(entry.subject);
      before = entry;
    }
    if (page.length < PAGE) break;
  }
  return [...findings, ...untold(library, begun ?? { instances: 0, revisions: 0 }, told)];
}

function chainFault(entry: AuditEntry, before: { sequence: number; sha256: string }) {
  if (entry.sequence !== before.sequence + 1) return 'Entries before it are missing.';
  if (entry.previousSha256 !== before.sha256) return 'It does not follow the entry before it.';
  return entry.sha256 === entryHash(entry) ? null : 'It was altered.';
}

/** Of a revision and of a review: what the log names is what is stored. */
function factsFault({ database }: Library, { action, subject, facts }: AuditEntry): string | null {
  if (action === 'review.accepted') return bandFault(database, subject, facts);
  if (action !== 'revision.made') return null;
  const { masks, sources, thresholds } = revisionFacts.parse(JSON.parse(facts));
  const stored = database.all(
    hashesRow,
    'SELECT segment, mask_sha256 AS sha256 FROM revision_masks WHERE revision_id = ?',
    [subject],
  );
  const same =
    stored.length === Object.keys(masks).length &&
    stored.every(({ segment, sha256 }) => masks[segment] === sha256);
  if (!same) return `Revision ${subject} has other masks than when it was made.`;
  const now = readRevisionSources(database, subject);
  const sameSources =
    now.length === sources.length &&
    now.every(
      ({ id, thresholds: cuts }) =>
        sources.includes(id) && isDeepStrictEqual(cuts, thresholds[id] ?? []),
    );
  return sameSources ? null : `Revision ${subject} has other sources than when it was made.`;
}

/** Whoever alters a disagreement band and the hash beside it alters what the log says of it. */
function bandFault(database: Database, instanceId: string, facts: string): string | null {
  const { frame, revisionId, bandSha256 } = acceptedFacts.parse(JSON.parse(facts));
  if (bandSha256 === undefined) return null;
  const stored = database.get(
    z.object({ kept: z.int() }),
    `SELECT count(*) AS kept FROM review_decisions
     WHERE instance_id = ? AND frame = ? AND revision_id = ? AND band_sha256 = ?`,
    [instanceId, frame, revisionId, bandSha256],
  );
  return stored?.kept ? null : `Of revision ${revisionId} another disagreement band was kept.`;
}

/** Rows of the time of the log without an entry. */
function untold(
  { database }: Library,
  begun: z.infer<typeof begunFacts>,
  told: Record<'instances' | 'revisions', ReadonlySet<string>>,
): Finding[] {
  return (['instances', 'revisions'] as const).flatMap((table) =>
    database
      .all(rowId, `SELECT id FROM ${table} WHERE sequence > ?`, [begun[table]])
      .filter(({ id }) => !told[table].has(id))
      .map(({ id }) => finding(id, `The log does not say how this row of ${table} came to be.`)),
  );
}

function finding(subject: string, message: string): Finding {
  return { severity: 'error', kind: 'audit-broken', subject, message };
}
