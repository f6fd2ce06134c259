import { parse } from 'node:path';
import { UsageError } from './command.js';

export interface PlannedFile {
  /** As it was given. */
  file: string;
  /** Its name without folder and extension. */
  stem: string;
}

/** Name of the mask of a frame, counted from 1 as in DICOM. */
export function maskName(stem: string, frame: number): string {
  const suffix = frame === 1 ? '' : `_f${String(frame).padStart(4, '0')}`;
  return `${stem}${suffix}_segmentation.png`;
}

/** Some file systems do not tell `A` from `a`: names that differ only so collide everywhere. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/**
 * Pair each input with its output name.
 * @throws UsageError when two inputs would write one mask.
 */
export function planOutputs(files: string[]): PlannedFile[] {
  const taken = new Map<string, string>();
  return files.map((file) => {
    const stem = parse(file).name;
    const name = maskName(stem, 1);
    const other = taken.get(nameKey(name));
    if (other !== undefined) {
      throw new UsageError(`${other} and ${file} would both write ${name}; segment one at a time`);
    }
    taken.set(nameKey(name), file);
    return { file, stem };
  });
}
