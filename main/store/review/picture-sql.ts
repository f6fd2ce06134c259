/** Conditions on a row `i` of instances. */

export const isHere = 'i.trashed_at_ms IS NULL';

/** Somebody corrected any frame, or submitted it as it is. */
export const isRead = `(EXISTS (SELECT 1 FROM revisions r
    WHERE r.instance_id = i.id AND r.source = 'reader')
  OR EXISTS (SELECT 1 FROM readings n
    WHERE n.instance_id = i.id AND n.submitted_at_ms IS NOT NULL))`;

export const isAssigned = 'EXISTS (SELECT 1 FROM assignments a WHERE a.instance_id = i.id)';

/** Passed by the open gate, read by nobody, and nobody is to read it. */
export const isUnreviewed = `(${isHere} AND EXISTS (SELECT 1 FROM gate_passes p JOIN gates g ON g.sequence = p.gate
    WHERE p.instance_id = i.id AND g.state = 'open')
  AND NOT ${isRead} AND NOT ${isAssigned})`;
