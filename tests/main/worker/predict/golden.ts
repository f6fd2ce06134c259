import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ProbabilityGrid } from '../../../../main/worker/postprocess.js';

/** Cases written by models/training/tests/write_golden_pipelines.py, which Python is held to as well. */

const fixtures = resolve(import.meta.dirname, '../../../fixtures');
const stage = z.object({
  file: z.string(),
  opset: z.int(),
  input_name: z.string(),
  output_name: z.string(),
});

const twoStageCases = z.object({
  networks: z.object({
    global: stage.extend({ level_names: z.array(z.string()) }),
    local: stage.extend({ box_name: z.string(), field_logits_name: z.string() }),
  }),
  boxes: z.array(
    z.object({
      width: z.int(),
      height: z.int(),
      parts: z.array(z.tuple([z.int(), z.int(), z.int(), z.int()])),
      native: z.tuple([z.int(), z.int()]),
      box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      rect: z.tuple([z.int(), z.int(), z.int(), z.int()]),
      map: z.tuple([z.int(), z.int()]),
    }),
  ),
  maps: z.array(
    z.object({
      name: z.string(),
      width: z.int(),
      height: z.int(),
      rgb: z.base64(),
      mapWidth: z.int(),
      mapHeight: z.int(),
      values: z.base64(),
    }),
  ),
});

const ensembleCases = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      width: z.int(),
      height: z.int(),
      members: z.array(z.base64()),
      thresholds: z.array(z.number()),
      mean: z.base64(),
      staple: z.base64(),
      memberAgreement: z.number(),
    }),
  ),
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(resolve(fixtures, name, 'cases.json'), 'utf8'));
}

export const twoStage = twoStageCases.parse(read('two-stage'));
export const ensemble = ensembleCases.parse(read('ensemble'));

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

export function gridOf(base64: string, width: number, height: number): ProbabilityGrid {
  return { width, height, values: new Uint16Array(bytesOf(base64).buffer) };
}

/** Of two lists of one length. */
export function largestDifference(a: Uint16Array, b: Uint16Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? 0))), 0);
}
