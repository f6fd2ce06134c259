import { readFile } from 'node:fs/promises';

/** Places in the first line of /proc/stat (proc_stat(5)): what is not waiting, and what others took. */
const busyPlaces = [0, 1, 2, 5, 6];
const STOLEN = 7;

/**
 * How much of the processor a virtual machine wanted and did not get, from now on: times of a clock grow
 * by it, whatever the program does.
 * @returns asks for it, in per cent of the time in which the machine was or would have been busy
 */
export async function stolenTime(): Promise<() => Promise<string>> {
  const before = await read();
  return async () => {
    const after = await read();
    if (before === null || after === null) return 'unknown';
    const since = (place: number): number => (after[place] ?? 0) - (before[place] ?? 0);
    const busy = busyPlaces.reduce((sum, place) => sum + since(place), 0);
    return `${((100 * since(STOLEN)) / Math.max(1, busy + since(STOLEN))).toFixed(0)} %`;
  };
}

/** Null where the system has no such file. */
async function read(): Promise<number[] | null> {
  const stat = await readFile('/proc/stat', 'utf8').catch(() => null);
  return stat?.split('\n')[0]?.trim().split(/\s+/).slice(1).map(Number) ?? null;
}
