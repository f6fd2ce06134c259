import { z } from 'zod';
import { readingTimeFromS, type LibraryStatistics } from '../../shared/statistics.js';
import type { Database } from './database.js';

const labelRow = z.object({ label: z.string(), count: z.int() });
const classRow = z.object({ class: z.int(), count: z.int() });
const dayRow = z.object({ day: z.string(), imported: z.int(), submitted: z.int() });

/** Labels of a plot beyond the most frequent ones would not be readable. */
const labelsShown = 20;

/** Counts over a whole library, added up by the database. */
export function statisticsOf(database: Database): LibraryStatistics {
  const byLabel = (label: string, from = 'catalogue c WHERE c.trashed = 0') =>
    database.all(
      labelRow,
      `SELECT ifnull(${label}, '') AS label, count(*) AS count FROM ${from}
       GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${String(labelsShown)}`,
    );
  const told = (keyword: string, label: string) =>
    byLabel(
      label,
      `instance_attributes a JOIN catalogue c ON c.instance_id = a.instance_id
       WHERE a.keyword = '${keyword}' AND c.trashed = 0`,
    );
  const classes = (length: number, value: string, where: string): number[] => {
    const counts = Array.from({ length }, () => 0);
    const rows = database.all(
      classRow,
      `SELECT ${value} AS class, count(*) AS count FROM catalogue c
       WHERE c.trashed = 0 AND ${where} GROUP BY 1`,
    );
    for (const row of rows) counts[row.class] = row.count;
    return counts;
  };
  const tenth = (value: string): string => `min(9, CAST(10.0 * ${value} AS INTEGER))`;
  const timeClass = readingTimeFromS
    .slice(1)
    .map((fromS) => `(c.spent_ms >= ${String(fromS * 1000)})`)
    .join(' + ');
  const { count: pictures } = database.getOne(
    z.object({ count: z.int() }),
    'SELECT count(*) AS count FROM catalogue WHERE trashed = 0',
  );
  return {
    pictures,
    status: byLabel('c.status'),
    site: byLabel('c.site'),
    diagnosis: byLabel('c.diagnosis'),
    split: byLabel('c.split'),
    sex: told('PatientSex', 'upper(a.value)'),
    // An age string: three digits and D, W, M or Y (PS3.5 section 6.2). Under a year is the first decade.
    age: told(
      'PatientAge',
      `CASE WHEN a.value LIKE '%Y' THEN CAST(CAST(a.value AS INTEGER) / 10 * 10 AS TEXT) ELSE '0' END`,
    ).sort((a, b) => Number(a.label) - Number(b.label)),
    lesionShare: classes(10, tenth('c.lesion_px / c.picture_px'), 'c.lesion_px > 0'),
    confidence: classes(10, tenth('c.confidence'), 'c.confidence IS NOT NULL'),
    readingTime: classes(readingTimeFromS.length, timeClass, 'c.spent_ms > 0'),
    perDay: daysOf(database),
  };
}

function daysOf(database: Database): LibraryStatistics['perDay'] {
  const day = (ms: string): string =>
    `strftime('%Y-%m-%d', ${ms} / 1000, 'unixepoch', 'localtime') AS day`;
  return database
    .all(
      dayRow,
      `SELECT day, sum(imported) AS imported, sum(submitted) AS submitted FROM (
         SELECT ${day('imported_at_ms')}, 1 AS imported, 0 AS submitted FROM catalogue
           WHERE trashed = 0
         UNION ALL SELECT ${day('n.submitted_at_ms')}, 0, 1 FROM readings n
           JOIN catalogue c ON c.instance_id = n.instance_id
           WHERE c.trashed = 0 AND n.submitted_at_ms IS NOT NULL
       ) GROUP BY day ORDER BY day DESC LIMIT 60`,
    )
    .reverse();
}
