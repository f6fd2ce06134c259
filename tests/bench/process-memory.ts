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

export interface MemoryByKind {
  sumMb: number;
  /** One line a process: what Chromium calls its kind, and its megabytes. */
  lines: string[];
}

/** Proportional set size of a process and all that it started, so shared pages count once. */
export function pssByKind(root: number): MemoryByKind {
  const each = processTree(root).map((id) => ({
    kind: kindOf(id),
    megabytes: megabytesOf(`/proc/${String(id)}/smaps_rollup`, 'Pss'),
  }));
  return {
    sumMb: each.reduce((sum, { megabytes }) => sum + megabytes, 0),
    lines: each.map(
      ({ kind, megabytes }) => `  ${kind.padEnd(52)} ${megabytes.toFixed(0).padStart(6)} MB`,
    ),
  };
}

function kindOf(id: number): string {
  try {
    // Chromium's children rewrite their command line with spaces between.
    const command = readFileSync(`/proc/${String(id)}/cmdline`, 'utf8');
    const valueOf = (name: string) => new RegExp(`--${name}=([\\w.-]+)`).exec(command)?.[1];
    return valueOf('utility-sub-type') ?? valueOf('type') ?? 'main';
  } catch {
    return 'ended';
  }
}
