import type { DataSplit, ImportLayout, Refusal, SegmentId } from '../../../shared/domain.js';
import type { CocoRuns } from '../../../shared/coco-mask.js';

/** Where the pixels of one segment come from. Sizes are compared when the mask is read. */
export type MaskOrigin =
  /** A grey picture: any one value, or what is brighter than 128, is foreground. */
  | { kind: 'picture'; path: string }
  /** A grey picture whose values are classes. */
  | { kind: 'classes'; path: string; values: readonly number[] }
  /** The segment of this label in a DICOM segmentation. */
  | { kind: 'dicom-seg'; path: string; label: string }
  /** COCO annotations, of which every one adds to the mask. */
  | { kind: 'coco'; annotations: readonly CocoAnnotation[] };

export type CocoAnnotation = CocoRuns | { polygons: number[][] };

export interface PlannedMask {
  segment: SegmentId;
  /** Named when the mask is refused. */
  fileName: string;
  origin: MaskOrigin;
}

/** One picture to import, with the masks that belong to it. */
export interface PlannedSample {
  path: string;
  layout: ImportLayout;
  masks: PlannedMask[];
  /** The part of the dataset that the layout puts the picture into. */
  split: DataSplit | null;
}

export interface ImportPlan {
  samples: PlannedSample[];
  refusals: Refusal[];
}

/** What a layout makes of the files it knows; `used` are no pictures of their own. */
export interface LayoutPart extends ImportPlan {
  used: string[];
}
