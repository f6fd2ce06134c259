import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DataSplit, Refusal } from '../../../shared/domain.js';
import { systemErrorCode } from '../atomic-write.js';
import type { ImportPlan, LayoutPart } from './import-plan.js';
import { cocoFile, planCoco } from './layouts/coco.js';
import { planIsic } from './layouts/isic.js';
import { limenFile, planLimen, splitsOfLimen } from './layouts/limen.js';
import { nnunetFile, nnunetFolds, planNnunet, type NnunetFolds } from './layouts/nnunet.js';
import { planShards, shardFile } from './layouts/webdataset.js';
import { reasonOfSystemError } from './list-files.js';

/** COCO's own largest file of annotations is half of this. */
const maxJsonBytes = 1024 ** 3;

/**
 * Finds out which of some files are pictures and which are masks of them: datasets in the layouts
 * of Limen's export, nnU-Net v2, COCO and ISIC, told by their files; all else is plain pictures.
 * Masks are not opened yet.
 */
export async function planImport(files: readonly string[]): Promise<ImportPlan> {
  const plan: ImportPlan = { samples: [], refusals: [] };
  let rest = files;
  const take = ({ samples, refusals, used }: LayoutPart): void => {
    const gone = new Set(used);
    plan.samples.push(...samples);
    plan.refusals.push(...refusals);
    rest = rest.filter((path) => !gone.has(path));
  };
  const later: (() => LayoutPart)[] = [];
  const splits = new Map<string, DataSplit>();
  for (const path of files.filter((name) => name.toLowerCase().endsWith('.json'))) {
    const content = await readJson(path, plan.refusals);
    const limen = limenFile.safeParse(content).data;
    const nnunet = nnunetFile.safeParse(content).data;
    const coco = cocoFile.safeParse(content).data;
    const shardSplit = shardFile.safeParse(content).data?.split ?? null;
    if (limen) for (const stated of splitsOfLimen(path, limen)) splits.set(...stated);
    if (shardSplit !== null) splits.set(`${path.slice(0, -'.json'.length)}.png`, shardSplit);
    // An export of Limen may hold a dataset.json or annotations too; its manifest says more.
    if (limen) take(planLimen(path, limen, rest));
    else if (nnunet) {
      const folds = await readFolds(path, files, plan.refusals);
      later.push(() => planNnunet(path, nnunet, rest, folds));
    } else if (coco) later.push(() => planCoco(path, coco, rest));
  }
  for (const part of later) take(part());
  take(planShards(rest));
  take(planIsic(rest));
  for (const path of rest) {
    plan.samples.push({ path, layout: 'plain', masks: [], split: null });
  }
  // The layouts that are read by their annotations have no place for the part a picture is in.
  const samples = plan.samples.map((sample) =>
    sample.layout === 'coco' || sample.layout === 'limen'
      ? { ...sample, split: sample.split ?? splits.get(sample.path) ?? null }
      : sample,
  );
  return { ...plan, samples: inOrder(samples, files) };
}

/** The folds beside a dataset.json of nnU-Net; none where there is no such file among `files`. */
async function readFolds(
  source: string,
  files: readonly string[],
  refusals: Refusal[],
): Promise<NnunetFolds> {
  const path = join(dirname(source), 'splits_final.json');
  if (!files.includes(path)) return [];
  const folds = nnunetFolds.safeParse(await readJson(path, refusals)).data;
  if (folds) return folds;
  const reason = 'It holds no folds of nnU-Net; the pictures are in no part of the dataset.';
  refusals.push({ fileName: basename(path), code: 'bad-input', reason });
  return [];
}

/** The content of a JSON file; undefined for a file that holds something else. */
async function readJson(path: string, refusals: Refusal[]): Promise<unknown> {
  try {
    if ((await stat(path)).size > maxJsonBytes) return undefined;
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code !== null) {
      const reason = reasonOfSystemError(code);
      refusals.push({ fileName: basename(path), code: 'unreadable-file', reason });
    }
    // Text that is no JSON is refused like any file that is no picture.
    return undefined;
  }
}

function inOrder(samples: ImportPlan['samples'], files: readonly string[]): ImportPlan['samples'] {
  const place = new Map(files.map((path, index) => [path, index]));
  return [...samples].sort((a, b) => (place.get(a.path) ?? 0) - (place.get(b.path) ?? 0));
}
