import { readFileSync } from 'node:fs';
import { processTree } from '../e2e/support/connections.js';

/** A field of a file of /proc in megabytes; 0 where its process ended meanwhile. Linux only. */
export function megabytesOf(file: string, field: string): number {
  try {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    // The process ended between listing and reading.
    return 0;
  }
}

/** Proportional set size of a process and all that it started, so shared pages count once. */
export function pssMb(root: number): number {
  return processTree(root)
    .map((id) => megabytesOf(`/proc/${String(id)}/smaps_rollup`, 'Pss'))
    .reduce((sum, megabytes) => sum + megabytes, 0);
}
