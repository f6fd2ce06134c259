import type { Averaging, MetricName } from '../agreement.js';
import type { Interval } from '../bootstrap.js';
import type { Provider } from '../domain.js';
import type { ErrorCode } from '../errors.js';
import type { boundaryDefinitions } from './boundary.js';
import type { Calibration, ReviewPoint } from './confidence-quality.js';
import type { SignedRank } from './signed-rank.js';

/** A picture that a model could not segment, and why. */
export interface Failure {
  readonly id: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/** A score that says what it is: scores of different kinds or sizes are not to be compared. */
export interface LabelledScore extends Interval {
  readonly averaging: Averaging;
  /** Masks at the pictures' own size, or all of them at 256 x 256. */
  readonly resolution: 'native' | '256';
}

export type NativeScores = Readonly<Record<MetricName, LabelledScore>>;
export type ReducedScores = Readonly<
  Record<MetricName | keyof typeof boundaryDefinitions, LabelledScore>
>;

/** Kinds of pictures, as they stand in tables. */
export const sliceIds = [
  ...(['sizeSmall', 'sizeMedium', 'sizeLarge', 'melanoma', 'noMelanoma'] as const),
  ...(['confidenceLow', 'confidenceMedium', 'confidenceHigh'] as const),
] as const;

/** Mean J of the pictures of one kind. */
export interface Slice {
  readonly id: (typeof sliceIds)[number];
  readonly by: 'lesion size' | 'melanoma' | 'confidence';
  readonly slice: string;
  readonly n: number;
  readonly meanJaccard: Interval;
  readonly failureRate: number;
}

export interface ModelReport extends Partial<NativeScores> {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  /** Pictures: those which every model could segment. */
  readonly n: number;
  readonly at256?: ReducedScores;
  readonly meanConfidence: Interval;
  readonly calibration?: Calibration;
  readonly review?: {
    readonly curve: readonly ReviewPoint[] | null;
    readonly gain20: number | null;
    readonly gain40: number | null;
  };
  readonly slices?: readonly Slice[];
  readonly cost: {
    readonly provider: Provider;
    readonly medianRunMs: number;
    readonly p95RunMs: number;
    /** Null, as the memory, where the runs were there before. */
    readonly medianTotalMs: number | null;
    readonly peakRssMb: number | null;
    readonly params: number | null;
    readonly macs: number | null;
  };
  /** What the model's own manifest states, on whatever it was measured. */
  readonly stated: Readonly<Record<string, Interval>> | null;
}

export interface PairReport {
  readonly a: string;
  readonly b: string;
  /** Of the two models' masks with each other. */
  readonly meanIou: Interval;
  readonly against?: {
    /** J of a minus J of b, mean over pictures. */
    readonly meanDifference: Interval;
    readonly wins: number;
    readonly losses: number;
    readonly draws: number;
    readonly signedRank: SignedRank & { readonly pHolm: number };
  };
}

export interface PictureReport {
  readonly id: string;
  /** Share of the field that the known lesion takes. */
  readonly areaShare?: number;
  readonly models: Readonly<
    Record<
      string,
      {
        readonly jaccard?: number;
        readonly dice?: number;
        readonly confidence: number;
        readonly runMs: number;
      }
    >
  >;
  /** Mean IoU of the models with each other. */
  readonly meanIou: number;
}

export interface ComparisonReport {
  readonly format: 'limen-comparison/1';
  readonly notice: string;
  readonly createdAt: string;
  readonly split: string | null;
  /** What was asked of the pictures, in words; none where all are counted. */
  readonly only: readonly string[];
  readonly pictures: number;
  readonly definitions: Readonly<Record<string, string>>;
  readonly models: readonly ModelReport[];
  readonly pairs: readonly PairReport[];
  readonly perPicture: readonly PictureReport[];
  /** Stated scores that no measurement can give. */
  readonly rejected: readonly { readonly model: string; readonly reason: string }[];
  readonly failures: readonly (Failure & { readonly model: string })[];
}
