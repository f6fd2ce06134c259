import { z } from 'zod';

/** What a library holds, counted; the trash is left out. */

const counted = z.array(z.object({ label: z.string(), count: z.int() }));
/** Ten shares of equal width, the first from 0 to 0.1. */
const tenths = z.array(z.int()).length(10);

/** Seconds at work on a picture from which each class of reading times begins. */
export const readingTimeFromS = [0, 15, 30, 60, 120, 300] as const;

export const libraryStatistics = z.object({
  pictures: z.int(),
  status: counted,
  /** Most frequent first; empty labels stand for what is not stated. */
  site: counted,
  diagnosis: counted,
  split: counted,
  /** As DICOM files state them; empty where none does. */
  sex: counted,
  /** By decades, as `30`. */
  age: counted,
  /** Lesion's share of the picture, of the newest correction, else proposal, else known mask. */
  lesionShare: tenths,
  confidence: tenths,
  /** Pictures that were read, by the classes of `readingTimeFromS`. */
  readingTime: z.array(z.int()).length(readingTimeFromS.length),
  /** The newest 60 days on which something happened, oldest first, as `2026-11-22`. */
  perDay: z.array(z.object({ day: z.string(), imported: z.int(), submitted: z.int() })),
});
export type LibraryStatistics = z.infer<typeof libraryStatistics>;
