import { isFailure } from '../agreement.js';
import { bootstrapInterval, meanAt, resamples } from '../bootstrap.js';
import type { Slice } from './report.js';

/** One picture as far as slices are cut by it. */
export interface SlicedPicture {
  readonly jaccard: number;
  readonly confidence: number;
  /** Share of the field that the known lesion takes. */
  readonly areaShare: number;
  readonly melanoma: boolean | null;
}

interface Cut {
  readonly id: Slice['id'];
  readonly by: Slice['by'];
  readonly slice: string;
  readonly holds: (picture: SlicedPicture) => boolean;
}

const cuts: readonly Cut[] = [
  {
    id: 'sizeSmall',
    by: 'lesion size',
    slice: 'below 10 % of the field',
    holds: (p) => p.areaShare < 0.1,
  },
  {
    id: 'sizeMedium',
    by: 'lesion size',
    slice: '10 to 30 % of the field',
    holds: (p) => p.areaShare >= 0.1 && p.areaShare < 0.3,
  },
  {
    id: 'sizeLarge',
    by: 'lesion size',
    slice: 'from 30 % of the field',
    holds: (p) => p.areaShare >= 0.3,
  },
  { id: 'melanoma', by: 'melanoma', slice: 'melanoma', holds: (p) => p.melanoma === true },
  { id: 'noMelanoma', by: 'melanoma', slice: 'no melanoma', holds: (p) => p.melanoma === false },
  { id: 'confidenceLow', by: 'confidence', slice: 'below 0.65', holds: (p) => p.confidence < 0.65 },
  {
    id: 'confidenceMedium',
    by: 'confidence',
    slice: '0.65 to 0.85',
    holds: (p) => p.confidence >= 0.65 && p.confidence < 0.85,
  },
  {
    id: 'confidenceHigh',
    by: 'confidence',
    slice: 'from 0.85',
    holds: (p) => p.confidence >= 0.85,
  },
];

/** Where a model does well and where it fails; kinds without a picture are left out. */
export function slicesOf(pictures: readonly SlicedPicture[]): Slice[] {
  return cuts.flatMap(({ id, by, slice, holds }) => {
    const jaccards = pictures.filter(holds).map(({ jaccard }) => jaccard);
    if (jaccards.length === 0) return [];
    const meanJaccard = bootstrapInterval(
      (rows) => meanAt(jaccards, rows),
      resamples(jaccards.length),
    );
    const failures = jaccards.filter(isFailure).length;
    return [
      { id, by, slice, n: jaccards.length, meanJaccard, failureRate: failures / jaccards.length },
    ];
  });
}
