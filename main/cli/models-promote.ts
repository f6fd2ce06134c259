import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/errors.js';
import { addModel } from '../models/add-model.js';
import { recordPromotion } from '../models/default-model.js';
import {
  regressionReport,
  type RegressionReport,
  type ScoredPicture,
} from '../models/regression-report.js';
import { findModel, referenceOf } from '../models/registry.js';
import type { LoadedModel } from '../worker/protocol.js';
import { exitCode, progressNotes, type CommandIo } from './command.js';
import { choosePictures, scorePicture, type KnownPicture, type KnownSet } from './known-masks.js';

export interface PromoteOptions {
  /** The id of an installed model, or the folder of a package, which is added first. */
  candidate: string;
  locked: KnownSet;
  /** Promotes a model whose report is worse; null: refuse it. */
  forcedBecause: string | null;
  json: boolean;
}

/**
 * Runs the default model and a candidate on a locked set, prints the regression report and makes
 * the candidate the default, unless the report is worse and nobody forced it with a reason.
 */
export async function promote(
  io: CommandIo,
  { candidate, locked, forcedBecause, json }: PromoteOptions,
): Promise<number> {
  const current = await findModel(io.models, null);
  const next = await candidateModel(io, candidate);
  if (referenceOf(next).sha256 === referenceOf(current).sha256) {
    throw new AppError('bad-input', `${next.manifest.id} is the default already`);
  }
  const pictures = await choosePictures(locked);
  const scored = await scoreBoth(io, pictures, current, next);
  const report = regressionReport(scored);
  const isWorse = report.objections.length > 0;
  const promoted = !isWorse || forcedBecause !== null;
  if (promoted) {
    const [oldMean, newMean] = meansOf(report);
    await recordPromotion(io.models, {
      model: referenceOf(next),
      replaced: referenceOf(current),
      at: new Date().toISOString(),
      report: {
        lockedSetSha256: hashOfSet(pictures),
        pictures: report.pictures,
        oldMeanJaccard: oldMean,
        newMeanJaccard: newMean,
        difference: report.difference,
      },
      forcedBecause: isWorse ? forcedBecause : null,
    });
  }
  const names = { before: current.manifest.id, after: next.manifest.id };
  if (json) io.print(JSON.stringify({ ...names, promoted, forcedBecause, ...report }));
  else for (const line of reportLines(report, names)) io.print(line);
  io.note(
    promoted
      ? `${names.after} is the default now${isWorse ? ', though its report is worse' : ''}`
      : `not promoted: ${report.objections.join(', ')}; --force --reason TEXT promotes it all the same`,
  );
  return promoted ? exitCode.done : exitCode.failed;
}

async function candidateModel(io: CommandIo, candidate: string): Promise<LoadedModel> {
  const isPackage = existsSync(join(candidate, 'model.json'));
  if (!isPackage) return findModel(io.models, candidate);
  return (await addModel(io.models, resolve(candidate), io.workers())).model;
}

/** A set without one of its pictures is another set, so a picture that fails ends the comparison. */
async function scoreBoth(
  io: CommandIo,
  pictures: readonly KnownPicture[],
  current: LoadedModel,
  next: LoadedModel,
): Promise<ScoredPicture[]> {
  const noteProgress = progressNotes(io);
  const scored: ScoredPicture[] = [];
  for (const picture of pictures) {
    if (io.signal.aborted) throw new AppError('cancelled', 'stopped before the end');
    scored.push({
      id: picture.id,
      before: await scorePicture(io, current, picture),
      after: await scorePicture(io, next, picture),
    });
    noteProgress({ done: scored.length, total: pictures.length });
  }
  return scored;
}

function meansOf({ rows }: RegressionReport): [number, number] {
  const row = rows.find(({ name }) => name === 'meanJaccard');
  return [row?.before.value ?? Number.NaN, row?.after.value ?? Number.NaN];
}

function hashOfSet(pictures: readonly KnownPicture[]): string {
  const ids = pictures.map(({ id }) => id).sort();
  return createHash('sha256').update(ids.join('\n')).digest('hex');
}

function reportLines(
  report: RegressionReport,
  { before, after }: { before: string; after: string },
): string[] {
  const { difference } = report;
  return [
    `${String(report.pictures)} pictures, ${before} -> ${after}, 95 % bootstrap intervals over pictures`,
    ...report.rows.map(
      (row) =>
        `${row.name.padEnd(17)} ${row.before.value.toFixed(4)} -> ${row.after.value.toFixed(4)}`,
    ),
    `difference of J   ${signed(difference.value)}  [${signed(difference.low)}, ${signed(difference.high)}], paired`,
    `better on ${String(report.better)}, equal on ${String(report.equal)}, worse on ${String(report.worse)}`,
    ...report.largestLosses.map(
      ({ id, before: from, after: to }) => `  ${id}  ${from.toFixed(4)} -> ${to.toFixed(4)}`,
    ),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
}
