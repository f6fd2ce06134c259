import { z } from 'zod';

/** Medians in ms, and the peak resident memory of the process. */
export const measured = z.object({
  decode: z.number(),
  /** Making the networks' inputs of the picture. */
  preprocess: z.number(),
  run: z.number(),
  /** All the rest of the total: mask, confidence, PNG, file. */
  postprocess: z.number(),
  total: z.number(),
  peakRssMb: z.number(),
});
export type Measured = z.infer<typeof measured>;

const names = ['decode', 'preprocess', 'run', 'postprocess', 'total', 'peakRssMb'] as const;
const HEAD_WIDTH = 40;
const COLUMN_WIDTH = 12;

export const tableHead = [
  'medians in ms, peak resident memory in MB'.padEnd(HEAD_WIDTH),
  ...[...names, 'beyond'].map((name) => name.padStart(COLUMN_WIDTH)),
].join('');

/** @param last what stands under `beyond` */
export function tableRow(what: string, values: Measured, last: string): string {
  const cells = [...names.map((name) => values[name].toFixed(1)), last];
  return what.padEnd(HEAD_WIDTH) + cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join('');
}
