import { z } from 'zod';
import {
  defaultProperties,
  segmentId,
  segmentProperties,
  type SegmentId,
  type SegmentProperties,
  type SegmentSetting,
} from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { Database } from './database.js';
import type { FrameReference } from './journal-rows.js';

/** What readers changed of segments other than pixels, by segment. */
export type FrameSegments = ReadonlyMap<SegmentId, SegmentProperties>;

/** A change of a segment, both ways. */
export interface SegmentChange {
  readonly segment: SegmentId;
  readonly before: SegmentProperties;
  readonly after: SegmentProperties;
}

const row = z.object({
  sequence: z.int(),
  segment: segmentId,
  before: z.string(),
  after: z.string(),
});

/** The properties of a segment, changed or not. */
export function propertiesOf(segments: FrameSegments, segment: SegmentId): SegmentProperties {
  return segments.get(segment) ?? defaultProperties(segment);
}

export function settingsOf(segments: FrameSegments): SegmentSetting[] {
  return [...segments].map(([segment, properties]) => ({ segment, properties }));
}

/** Keeps the change that a record of kind `segment` makes. Call inside a transaction. */
export function insertSegmentChange(
  database: Database,
  sequence: number,
  { segment, before, after }: SegmentChange,
): void {
  database.run(
    'INSERT INTO journal_segments (sequence, segment, before, after) VALUES (?, ?, ?, ?)',
    [sequence, segment, JSON.stringify(before), JSON.stringify(after)],
  );
}

/** The change an edit made to a segment; null for an edit of pixels. */
export function readSegmentChange(database: Database, sequence: number): SegmentChange | null {
  const found = database.get(
    row,
    'SELECT sequence, segment, before, after FROM journal_segments WHERE sequence = ?',
    [sequence],
  );
  return found && parsed(found);
}

/** The segments of a frame after the edits in effect, given by sequence number in order. */
export function readSegments(
  database: Database,
  at: FrameReference,
  inEffect: readonly number[],
): FrameSegments {
  const effective = new Set(inEffect);
  const rows = database.all(
    row,
    `SELECT s.sequence, s.segment, s.before, s.after
     FROM journal_segments s JOIN journal j ON j.sequence = s.sequence
     WHERE j.instance_id = ? AND j.frame = ? ORDER BY s.sequence`,
    [at.instanceId, at.frame],
  );
  const segments = new Map<SegmentId, SegmentProperties>();
  for (const found of rows) {
    if (effective.has(found.sequence)) segments.set(found.segment, parsed(found).after);
  }
  return segments;
}

function parsed({ sequence, segment, before, after }: z.infer<typeof row>): SegmentChange {
  try {
    const read = (text: string) => segmentProperties.parse(JSON.parse(text));
    return { segment, before: read(before), after: read(after) };
  } catch (cause) {
    throw new AppError(
      'library-damaged',
      `Journal record ${String(sequence)} was altered. Run "limen verify" on the library.`,
      { cause },
    );
  }
}
