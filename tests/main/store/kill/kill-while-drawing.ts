import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { decodeMask, emptyMask, masksEqual } from '../../../../shared/labelmap.js';
import { openLibrary } from '../../../../main/store/open-library.js';
import { verifyLibrary } from '../../../../main/store/verify.js';
import { insertInstance } from '../support.js';
import { killedSize, maskAfter } from './strokes.js';

/** Bundles the child, so that a plain Node process can run it. Returns its path. */
export async function bundleChild(): Promise<string> {
  const outDir = resolve(import.meta.dirname, '../../../../build/kill-child');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(import.meta.dirname, 'child.ts'),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: `child-${String(process.pid)}.mjs` } },
    },
  });
  const bundle = resolve(outDir, `child-${String(process.pid)}.mjs`);
  onTestFinished(() => rm(bundle));
  return bundle;
}

export interface KillOutcome {
  kills: number;
  /** Records that were in the store although the child had not said so: the stroke in progress. */
  ahead: number;
  records: number;
}

/**
 * Kills a drawing process again and again, at points that `random` chooses, and checks after each
 * kill that the library opens for writing, that no record it acknowledged is missing, that at most
 * one beyond is there, and that the mask is the one of exactly these records.
 *
 * @param child from bundleChild
 */
export async function killWhileDrawing(
  folder: string,
  kills: number,
  random: () => number,
  child: string,
): Promise<KillOutcome> {
  const first = await openLibrary(folder);
  const { id } = insertInstance(first, killedSize);
  first.close();
  let [records, ahead] = [0, 0];
  let mask = emptyMask(killedSize.width, killedSize.height);
  for (let kill = 0; kill < kills; kill += 1) {
    const acknowledged = await drawUntilKilled([child, folder, id, String(records)], random);
    const library = await openLibrary(folder);
    expect(library.readOnlyReason).toBeNull();
    const found = library.database.get(
      z.object({ count: z.int() }),
      'SELECT count(*) AS count FROM journal',
    );
    const kept = found?.count ?? 0;
    const least = Math.max(records, acknowledged + 1);
    expect(kept).toBeGreaterThanOrEqual(least);
    expect(kept).toBeLessThanOrEqual(least + 1);
    const [lesion] = library.journal.open({ instanceId: id, frame: 0 }, 'reader').masks;
    if (kept > 0) {
      if (!lesion) throw new Error('the strokes are there, the mask is not');
      mask = maskAfter(mask, records, kept);
      expect(masksEqual(decodeMask(lesion.mask), mask)).toBe(true);
    }
    if (kill === kills - 1) {
      // The picture itself was never stored: only its row is needed here.
      const findings = await verifyLibrary(library);
      expect(findings.map(({ kind }) => kind)).toEqual(['file-missing']);
    }
    library.close();
    ahead += kept - least;
    records = kept;
  }
  return { kills, ahead, records };
}

/** Returns the last record that the child acknowledged, -1 when none. */
async function drawUntilKilled(args: string[], random: () => number): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  // -1: while it is still opening the library.
  const killAfter = Math.floor(random() * 13) - 1;
  const delayMs = random() * 6;
  if (killAfter === -1) setTimeout(() => child.kill('SIGKILL'), random() * 600);
  let last = -1;
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (seen === killAfter) setTimeout(() => child.kill('SIGKILL'), delayMs);
    seen += 1;
  }
  await exited;
  expect({ code: child.exitCode, signal: child.signalCode }).toEqual({
    code: null,
    signal: 'SIGKILL',
  });
  return last;
}
