import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunLengthMask } from '../../shared/labelmap.js';
import { outlinePath } from '../outline.js';
import type { WorkerHost } from '../worker/protocol.js';
import { modelColour } from '../../shared/comparison/model-colours.js';
import { escapeHtml } from './html.js';
import type { ReportTexts } from './report-texts.js';
import type { ComparisonReport, PictureReport } from '../../shared/comparison/report.js';

/** Pictures shown of each kind. */
const shownOfEach = 12;
const thumbnailSide = 320;

export interface ShownPicture {
  readonly picture: PictureReport;
  readonly why: 'the models differ most' | 'the models do worst';
}

/** What a report shows: where models differ most, and where all of them do worst. */
export function choosePicturesToShow({ perPicture }: ComparisonReport): ShownPicture[] {
  const apart = perPicture.toSorted((a, b) => spreadOf(b) - spreadOf(a)).slice(0, shownOfEach);
  const worst = perPicture
    .filter((picture) => !apart.includes(picture))
    .toSorted((a, b) => bestOf(a) - bestOf(b))
    .slice(0, shownOfEach);
  return [
    ...apart.map((picture) => ({ picture, why: 'the models differ most' }) as const),
    ...worst.map((picture) => ({ picture, why: 'the models do worst' }) as const),
  ];
}

/** Difference of the best and the worst J; without known masks, how little models overlap. */
function spreadOf(picture: PictureReport): number {
  const jaccards = jaccardsOf(picture);
  return jaccards.length === 0
    ? 1 - picture.meanIou
    : Math.max(...jaccards) - Math.min(...jaccards);
}

function bestOf(picture: PictureReport): number {
  const jaccards = jaccardsOf(picture);
  return jaccards.length === 0 ? picture.meanIou : Math.max(...jaccards);
}

function jaccardsOf({ models }: PictureReport): number[] {
  return Object.values(models).flatMap(({ jaccard }) => jaccard ?? []);
}

/** A picture with its masks, all of its own size. */
export interface PictureSource {
  readonly path: string;
  /** In the order of the report's models. */
  readonly masks: readonly { readonly model: string; readonly mask: RunLengthMask }[];
  readonly known: RunLengthMask | null;
}

/**
 * A small copy of a picture with every model's outline and the known one in white, as HTML that
 * needs no other file.
 *
 * @param folder for the temporary copy
 */
export async function pictureHtml(
  { picture, why }: ShownPicture,
  { path, masks: given, known }: PictureSource,
  {
    workers,
    folder,
    signal,
    texts,
  }: { workers: WorkerHost; folder: string; signal: AbortSignal; texts: ReportTexts },
): Promise<string> {
  const output = join(folder, 'thumbnail.jpg');
  const input = { path, frame: 0, maxSide: thumbnailSide, output };
  await workers.run('thumbnail', input, { signal });
  const jpeg = (await readFile(output)).toString('base64');
  const masks = given.map(({ model, mask }, index) => ({
    id: model,
    colour: modelColour(index),
    mask,
  }));
  const [first] = masks;
  if (first === undefined) return '';
  const { width, height } = first.mask;
  const paths = masks.map(({ colour, mask }) => outlineElement(mask, colour));
  if (known !== null) paths.unshift(outlineElement(known, '#FFFFFF'));
  const scores = masks.map(({ id, colour }) => {
    const { jaccard, confidence } = picture.models[id] ?? {};
    const shown = jaccard === undefined ? '' : ` J ${jaccard.toFixed(3)}`;
    return `<li><i style="background:${colour}"></i>${escapeHtml(id)}${shown}, ${texts.confidence} ${(confidence ?? 0).toFixed(2)}</li>`;
  });
  return [
    '<figure>',
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(picture.id)}"><image href="data:image/jpeg;base64,${jpeg}" width="${width}" height="${height}"/>${paths.join('')}</svg>`,
    `<figcaption><b>${escapeHtml(picture.id)}</b> (${texts.why[why]})<ul>${scores.join('')}</ul></figcaption>`,
    '</figure>',
  ].join('\n');
}

function outlineElement(mask: RunLengthMask, colour: string): string {
  return `<path d="${outlinePath(mask)}" fill="none" stroke="${colour}" stroke-width="2" vector-effect="non-scaling-stroke"/>`;
}
