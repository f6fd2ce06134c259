import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { expect, test } from 'vitest';
import { decodeFrame } from '../../main/worker/decode.js';

/**
 * Decoded colours against pydicom's, first and last frame of every real file that both decode.
 * The Python is LIMEN_PYTHON or that of models/training/.venv, with pydicom, pylibjpeg[all],
 * python-gdcm and pillow.
 */
const root = resolve(import.meta.dirname, '../..');
const folder = resolve(root, '../shared/data/dicom');
const python = process.env.LIMEN_PYTHON ?? join(root, 'models/training/.venv/bin/python');
const skip = reasonToSkip();

/** Files on which pydicom is wrong, and why. */
const explained: Record<string, string> = {
  'pydicom__SC_rgb_jpeg_lossy_gdcm_2.dcm':
    'states RGB and holds a chroma-subsampled YCbCr JPEG, the same bytes as SC_rgb_jpeg_lossy_gdcm.dcm, which states YBR_FULL; pydicom believes the statement',
};

const comparison = z.object({
  path: z.string(),
  frame: z.number(),
  mean: z.number().optional(),
  max: z.number().optional(),
  error: z.string().optional(),
});

test.skipIf(skip !== null)(
  `colours agree with pydicom's to 2 of 255${skip === null ? '' : ` (skipped: ${skip})`}`,
  async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'limen-colours-'));
    try {
      const list = join(scratch, 'list.json');
      await writeFile(list, JSON.stringify(await decodeInto(scratch)));
      const script = join(root, 'tests/support/decode_with_pydicom.py');
      const run = spawnSync(python, [script, list], { encoding: 'utf8', maxBuffer: 1e8 });
      expect(run.status, run.stderr).toBe(0);
      const results = run.stdout
        .trim()
        .split('\n')
        .map((line) => comparison.parse(JSON.parse(line)));
      report(results);
      const compared = results.filter(({ mean }) => mean !== undefined);
      const different = compared.filter(({ mean = 0 }) => mean > 2);
      expect(compared.length).toBeGreaterThanOrEqual(125);
      expect(different.map(({ path }) => basename(path)).sort()).toEqual(
        Object.keys(explained).sort(),
      );
    } finally {
      await rm(scratch, { recursive: true });
    }
  },
  600_000,
);

async function decodeInto(scratch: string) {
  const decoded: { path: string; frame: number; width: number; height: number; rgb: string }[] = [];
  for (const set of ['colour', 'dermoscopy']) {
    for (const file of readdirSync(join(folder, set))) {
      const path = join(folder, set, file);
      const first = await decodeFrame(path, 0).catch(() => null);
      if (!first) continue;
      const last = first.frames - 1;
      const frames =
        last === 0 ? [first] : [first, await decodeFrame(path, last).catch(() => null)];
      for (const [index, frame] of frames.entries()) {
        if (!frame) continue;
        const rgb = join(scratch, `${decoded.length}.rgb`);
        await writeFile(rgb, frame.rgb);
        const { width, height } = frame;
        decoded.push({ path, frame: index === 0 ? 0 : last, width, height, rgb });
      }
    }
  }
  return decoded;
}

function report(results: z.infer<typeof comparison>[]): void {
  const lines = results.map(({ path, frame, mean, max, error }) => {
    const measured =
      mean === undefined ? `not compared: ${error}` : `${mean.toFixed(3)} (max ${max})`;
    const why = (mean ?? 0) > 2 ? `  ${explained[basename(path)] ?? 'UNEXPLAINED'}` : '';
    return `${basename(path)} frame ${frame}: ${measured}${why}`;
  });
  const means = results.flatMap(({ mean }) => (mean === undefined ? [] : [mean]));
  const agreeing = means.filter((mean) => mean <= 2).length;
  lines.push(`${means.length} frames compared, ${agreeing} within 2 of 255`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function reasonToSkip(): string | null {
  if (!existsSync(folder)) return '../shared/data/dicom is not there';
  const found = spawnSync(python, ['-c', 'import pydicom, numpy'], { encoding: 'utf8' });
  return found.status === 0 ? null : 'no Python with pydicom; set LIMEN_PYTHON';
}
