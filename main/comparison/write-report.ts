import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../shared/domain.js';
import type { ComparisonReport } from '../../shared/comparison/report.js';
import { replaceFile } from '../store/atomic-write.js';
import type { WorkerHost } from '../worker/protocol.js';
import { reportCsv } from './report-csv.js';
import { reportHtml } from './report-html.js';
import { reportTexts, type ReportTexts } from './report-texts.js';
import { choosePicturesToShow, pictureHtml, type PictureSource } from './report-pictures.js';

export type ReportKind = 'json' | 'csv' | 'html';

/** Where the pictures that an HTML report shows come from. */
export interface ReportPictures {
  readonly workers: WorkerHost;
  readonly signal: AbortSignal;
  /** Null: nothing to show. */
  readonly sourceOf: (id: string) => Promise<PictureSource | null>;
}

/**
 * Writes a report wholly or not at all.
 * @param language of an HTML report; data are the same in every language
 * @throws AppError `disk-full`, `write-failed`.
 */
export async function writeReport(
  file: string,
  kind: ReportKind,
  report: ComparisonReport,
  pictures: ReportPictures,
  language: Settings['language'] = 'en',
): Promise<void> {
  await writeText(file, await textOf(kind, report, pictures, reportTexts[language]));
}

/** Writes a text wholly or not at all. @throws AppError `disk-full`, `write-failed`. */
export async function writeText(file: string, content: string): Promise<void> {
  await replaceFile(
    file,
    (handle) => handle.writeFile(content),
    async (temporary) => {
      if ((await readFile(temporary, 'utf8')) !== content) {
        throw new Error('the report read back is not the one that was written');
      }
    },
  );
}

async function textOf(
  kind: ReportKind,
  report: ComparisonReport,
  pictures: ReportPictures,
  texts: ReportTexts,
): Promise<string> {
  if (kind === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  if (kind === 'csv') return reportCsv(report);
  return reportHtml(report, await figures(report, pictures, texts), texts);
}

async function figures(
  report: ComparisonReport,
  { workers, signal, sourceOf }: ReportPictures,
  texts: ReportTexts,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'limen-compare-'));
  try {
    const made: string[] = [];
    for (const shown of choosePicturesToShow(report)) {
      const source = await sourceOf(shown.picture.id);
      if (source !== null)
        made.push(await pictureHtml(shown, source, { workers, folder, signal, texts }));
    }
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
