import type { Settings } from '../../shared/domain.js';
import type { Slice } from '../../shared/comparison/report.js';
import { chineseReport } from './report-texts-zh.js';

/** Words of the HTML report, HTML already. Names of scores stay as they are in JSON and CSV. */
export interface ReportTexts {
  readonly language: Settings['language'];
  readonly title: string;
  /** @param of the split, empty where there is none */
  readonly summary: (pictures: number, of: string) => string;
  readonly only: (which: string) => string;
  readonly notice: string;
  readonly knownMask: string;
  readonly scoresNative: string;
  readonly scores256: string;
  readonly score: string;
  readonly averaging: Readonly<Record<'pooled' | 'per image' | 'threshold', string>>;
  readonly against: (a: string, b: string) => string;
  readonly pairHead: readonly string[];
  readonly pairs: string;
  readonly distribution: string;
  readonly review: string;
  readonly reviewed: string;
  readonly found: string;
  readonly calibration: string;
  readonly confidence: string;
  readonly accuracyAndTime: string;
  readonly medianMs: string;
  readonly accuracyAndMemory: string;
  readonly peakMb: string;
  readonly meanJaccard: string;
  readonly slice: string;
  readonly slices: string;
  readonly sliceNames: Readonly<Record<Slice['id'], string>>;
  readonly failed: (percent: string) => string;
  readonly costHead: readonly string[];
  readonly costs: string;
  readonly rejected: string;
  readonly failures: string;
  readonly definitions: string;
  /** By the score's name; what is missing is told as the report itself tells it. */
  readonly definitionOf: Readonly<Record<string, string>>;
  readonly pictures: string;
  readonly why: Readonly<Record<'the models differ most' | 'the models do worst', string>>;
}

const english: ReportTexts = {
  language: 'en',
  title: 'Models side by side',
  summary: (pictures, of) =>
    `${String(pictures)} pictures${of === '' ? '' : ` of ${of}`}; every model on the same ones.`,
  only: (which) => `Only ${which}.`,
  notice: 'For research use. Not a diagnostic device.',
  knownMask: 'known mask',
  scoresNative: 'Scores at the pictures’ own size, with 95 % intervals over pictures',
  scores256: 'Scores with all masks reduced to 256 x 256',
  score: 'score',
  averaging: { pooled: 'pooled', 'per image': 'per image', threshold: 'threshold' },
  against: (a, b) => `${a} against ${b}`,
  pairHead: ['pair', 'IoU of the two', 'J first - second', 'win / loss / draw', 'p', 'p, Holm'],
  pairs: 'Pairs: Wilcoxon’s signed-rank test of the Jaccards, adjusted after Holm',
  distribution: 'Jaccard of every picture, with quartiles',
  review: 'Failures found by review',
  reviewed: 'reviewed, least confident first',
  found: 'found',
  calibration: 'Calibration',
  confidence: 'confidence',
  accuracyAndTime: 'Accuracy and time',
  medianMs: 'median ms of the network',
  accuracyAndMemory: 'Accuracy and memory',
  peakMb: 'peak MB',
  meanJaccard: 'mean Jaccard',
  slice: 'slice',
  slices: 'Mean J by kind of picture; failed: J below 0.65',
  sliceNames: {
    sizeSmall: 'lesion size: below 10 % of the field',
    sizeMedium: 'lesion size: 10 to 30 % of the field',
    sizeLarge: 'lesion size: from 30 % of the field',
    melanoma: 'melanoma',
    noMelanoma: 'no melanoma',
    confidenceLow: 'confidence: below 0.65',
    confidenceMedium: 'confidence: 0.65 to 0.85',
    confidenceHigh: 'confidence: from 0.85',
  },
  failed: (percent) => `${percent} % failed`,
  costHead: [
    'model',
    'mean J',
    'network ms, median / p95',
    'all ms, median',
    'peak MB',
    'parameters',
    'MACs',
    'mean confidence',
    'calibration error',
    'review gain at 20 / 40 %',
  ],
  costs: 'Cost beside accuracy, and what the confidence is worth',
  rejected: 'Rejected rows',
  failures: 'Pictures that failed',
  definitions: 'Definitions',
  definitionOf: {},
  pictures: 'Pictures',
  why: {
    'the models differ most': 'the models differ most',
    'the models do worst': 'the models do worst',
  },
};

export const reportTexts: Readonly<Record<Settings['language'], ReportTexts>> = {
  en: english,
  'zh-CN': chineseReport,
};
