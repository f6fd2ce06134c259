import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Refusal } from '../../../shared/domain.js';
import { systemErrorCode } from '../atomic-write.js';
import type { ImportPlan, LayoutPart } from './import-plan.js';
import { cocoFile, planCoco } from './layouts/coco.js';
import { planIsic } from './layouts/isic.js';
import { limenFile, planLimen } from './layouts/limen.js';
import { nnunetFile, planNnunet } from './layouts/nnunet.js';
import { planShards } from './layouts/webdataset.js';
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
  for (const path of files.filter((name) => name.toLowerCase().endsWith('.json'))) {
    const content = await readJson(path, plan.refusals);
    const limen = limenFile.safeParse(content).data;
    const nnunet = nnunetFile.safeParse(content).data;
    const coco = cocoFile.safeParse(content).data;
    // An export of Limen may hold a dataset.json or annotations too; its manifest says more.
    if (limen) take(planLimen(path, limen, rest));
    else if (nnunet) later.push(() => planNnunet(path, nnunet, rest));
    else if (coco) later.push(() => planCoco(path, coco, rest));
  }
  for (const part of later) take(part());
  take(planShards(rest));
  take(planIsic(rest));
  for (const path of rest) {
    plan.samples.push({ path, layout: 'plain', masks: [], split: null });
  }
  return { ...plan, samples: inOrder(plan.samples, files) };
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
