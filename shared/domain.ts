import { z } from 'zod';
import { pictureRow } from './comparison/picture-row.js';
import { readingActionIds } from './reading-actions.js';
import { worklistChoice } from './review/worklist.js';
import { textSizeRange } from './text-size.js';

/** The nouns of Limen, as schemas and types. Terms are defined in docs/glossary.md. */

/** A run-length mask or delta in the encoding of shared/labelmap.ts; travels by structured clone. */
export const encodedMask = z.instanceof(Uint8Array);

/** What may lie within a lesion: the attributes of ISIC. */
export const attributeIds = [
  'pigment-network',
  'negative-network',
  'streaks',
  'milia-like-cysts',
  'globules',
] as const;

/** The lesion and what lies within it. */
export const findingIds = ['lesion', ...attributeIds] as const;

/** What lies over the skin or hides it: never a part of a lesion, left out of training. */
export const artefactIds = ['hair', 'ruler', 'bubble', 'vignette'] as const;
export type ArtefactId = (typeof artefactIds)[number];

export const segmentIds = [...findingIds, ...artefactIds] as const;
export const segmentId = z.enum(segmentIds);
export type SegmentId = z.infer<typeof segmentId>;

export function isArtefact(segment: SegmentId): segment is ArtefactId {
  return artefactIds.some((id) => id === segment);
}

export const imageFormat = z.enum(['jpeg', 'png', 'tiff', 'bmp', 'dicom']);
export type ImageFormat = z.infer<typeof imageFormat>;

export const identifier = z.string().regex(/^[0-9a-z-]{8,64}$/);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const pixels = z.int().positive();
const timeMs = z.int().nonnegative();

/**
 * unread: nothing yet; proposed: a model's proposal waits; model-unreviewed: a proposal that the gate
 * let pass, which nobody has read; corrected: a reader made a revision; to-review: all who were to
 * read it, or several, have submitted; accepted and rejected: what the review decided.
 */
export const readingStatus = z.enum([
  'unread',
  'proposed',
  'model-unreviewed',
  'corrected',
  'to-review',
  'accepted',
  'rejected',
]);
export type ReadingStatus = z.infer<typeof readingStatus>;

/** The DICOM attribute that states what pixels measure. */
export const spacingSource = z.enum(['pixel-spacing', 'imager-pixel-spacing']);

/** One imported file. Width and height are of the upright picture, after EXIF orientation. */
export const instance = z.object({
  id: identifier,
  sha256,
  /** The name it was imported under; shown in the app, never exported. */
  fileName: z.string(),
  format: imageFormat,
  width: pixels,
  height: pixels,
  frames: z.int().positive(),
  bitsStored: z.int().positive(),
  /** EXIF orientation 1..8 that was applied; 1 where there is none. */
  orientation: z.int().min(1).max(8),
  origin: z.enum(['imported', 'synthetic']),
  /** DICOM (0028,0301) as stated; `unknown` for DICOM without it, `not-applicable` otherwise. */
  burnedInAnnotation: z.enum(['yes', 'no', 'unknown', 'not-applicable']),
  /** A person looked and found no text in the picture, so it may be exported. */
  confirmedTextFree: z.boolean(),
  /** Where real-world pixel spacing was stated; null means lengths are in pixels only. */
  spacingMm: z.object({ row: z.number(), column: z.number(), source: spacingSource }).nullable(),
  importedAtMs: timeMs,
});
export type Instance = z.infer<typeof instance>;

export const modelReference = z.object({ id: z.string(), version: z.string(), sha256 });
export type ModelReference = z.infer<typeof modelReference>;

/** A part of a dataset: to learn from, to choose by, to be judged on. */
export const dataSplit = z.enum(['train', 'val', 'test']);
export type DataSplit = z.infer<typeof dataSplit>;

/** What a curator's files say of a picture; null where they say nothing. Never exported. */
export const pictureFacts = z.object({
  patient: z.string().nullable(),
  lesion: z.string().nullable(),
  site: z.string().nullable(),
  diagnosis: z.string().nullable(),
  split: dataSplit.nullable(),
});
export type PictureFacts = z.infer<typeof pictureFacts>;

export const instanceSummary = z.object({
  instance,
  status: readingStatus,
  /** Confidence of the newest proposal of frame 0, an estimate of its Jaccard; null without one. */
  confidence: z.number().min(0).max(1).nullable(),
  /** Somebody submitted or corrected it. */
  read: z.boolean(),
  /** Somebody flagged it. */
  flagged: z.boolean(),
  facts: pictureFacts,
  /** What curators call it, in the order of the alphabet. */
  tags: z.array(z.string()),
  /** In the trash: in no list, export or snapshot to come until it is restored. */
  trashed: z.boolean(),
});
export type InstanceSummary = z.infer<typeof instanceSummary>;

const column = z.string().max(200).nullable();

/** Which column of a table of metadata holds what; null for what it does not hold. */
export const metadataColumns = z.object({
  picture: column,
  patient: column,
  lesion: column,
  site: column,
  diagnosis: column,
  split: column,
});
export type MetadataColumns = z.infer<typeof metadataColumns>;

/** Where a revision's pixels come from. `truth` is a known mask (synthetic or imported). */
export const revisionSource = z.enum(['model', 'reader', 'truth']);

/** From which probability a pixel counts as foreground. */
const probability = z.number().min(0).max(1);

/** A revision that pixels are taken from. */
export const maskSource = z.object({
  revisionId: identifier,
  /** Of a proposal: where its probabilities were cut; null: the mask as it is stored. */
  threshold: probability.nullable().default(null),
});
export type MaskSource = z.output<typeof maskSource>;

/** An immutable segmentation of one frame. A correction is a revision whose parent it corrects. */
export const revision = z.object({
  id: identifier,
  instanceId: identifier,
  frame: z.int().nonnegative(),
  parentId: identifier.nullable(),
  source: revisionSource,
  model: modelReference.nullable(),
  reader: z.string().nullable(),
  runId: identifier.nullable(),
  /** Revisions whose pixels it was made of, as an agreement or region by region; oldest first. */
  sources: z.array(identifier),
  /**
   * Of those of `sources` that are proposals: the thresholds their probabilities were cut at, in the
   * order of the acts. Absent: none was noted, so it is the proposal's own.
   */
  sourceThresholds: z.record(identifier, z.array(probability)),
  createdAtMs: timeMs,
  /** Of an imported mask: the layout it came in, and where from as its importer stated. */
  imported: z.object({ layout: z.string(), statement: z.string().nullable() }).nullable(),
  /** Foreground pixels of each segment at native resolution. */
  areaPx: z.partialRecord(segmentId, z.int().nonnegative()),
});
export type Revision = z.infer<typeof revision>;

export const segmentMask = z.object({ segment: segmentId, mask: encodedMask });
export type SegmentMask = z.infer<typeof segmentMask>;

/** How a reader names and sees a segment of one frame; null is what the app gives it. */
export const segmentProperties = z.object({
  /** In the reader's list, although it may be empty. */
  listed: z.boolean(),
  name: z.string().min(1).max(60).nullable(),
  /** As #rrggbb. */
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable(),
  /** Its pixels cannot be changed. */
  locked: z.boolean(),
  hidden: z.boolean(),
  opacity: z.number().min(0).max(1),
});
export type SegmentProperties = z.infer<typeof segmentProperties>;

export const segmentSetting = z.object({ segment: segmentId, properties: segmentProperties });
export type SegmentSetting = z.infer<typeof segmentSetting>;

/** What a segment is before a reader changes anything of it. */
export function defaultProperties(segment: SegmentId): SegmentProperties {
  const listed = segment === 'lesion';
  // A stroke meant for the lesion must not change what lies over it.
  const locked = isArtefact(segment);
  return { listed, name: null, colour: null, locked, hidden: false, opacity: 1 };
}

/** What an edit is: drawn by hand, taken over from a proposal, emptied, or computed from a mask. */
export const editKind = z.enum(['stroke', 'take-over', 'clear', 'command']);
export type EditKind = z.infer<typeof editKind>;

/** One step of a frame's history that can be undone or redone. */
export const historyStep = z.object({
  kind: z.union([editKind, z.literal('segment')]),
  /** The tool or command it was made with; null where none was named. */
  tool: z.string().nullable(),
  segments: z.array(segmentId),
  /** Of proposals that it took pixels from: the thresholds these were at. */
  thresholds: z.array(probability),
  atMs: timeMs,
});
export type HistoryStep = z.infer<typeof historyStep>;

export const provider = z.enum(['cpu', 'webgpu', 'cuda', 'dml', 'coreml']);
export type Provider = z.infer<typeof provider>;

/** One inference of one model on one frame. */
export const run = z.object({
  id: identifier,
  instanceId: identifier,
  frame: z.int().nonnegative(),
  model: modelReference,
  provider,
  confidence: z.number().min(0).max(1),
  threshold: z.number().min(0).max(1),
  decodeMs: z.number(),
  runMs: z.number(),
  createdAtMs: timeMs,
});
export type Run = z.infer<typeof run>;

/** A model's result as the reader sees it: the run, its revision and the mask at native size. */
export const proposal = z.object({ revisionId: identifier, run, mask: encodedMask });
export type Proposal = z.infer<typeof proposal>;

/** A probability map of the whole field, uint16 little-endian, value / 65535, row-major. */
export const probabilityMap = z.object({
  width: pixels,
  height: pixels,
  values: z.instanceof(Uint8Array),
});
export type ProbabilityMap = z.infer<typeof probabilityMap>;

export const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** What the app shows of an installed model; the manifest's schema is in main/models. */
export const modelSummary = z.object({
  id: z.string(),
  version: z.string(),
  sha256,
  title: z.string(),
  description: z.string(),
  license: z.string(),
  trainedOn: z.string(),
  intendedUse: z.string(),
  params: z.int().nullable(),
  macs: z.int().nullable(),
  /** Null where the model is made of others. */
  inputSize: z.object({ width: pixels, height: pixels }).nullable(),
  threshold: z.number(),
  /** Metric name (pooledIou, pooledDsc, meanJaccard, thresholdJaccard ...) to value and interval. */
  metrics: z.record(z.string(), interval),
  metricsNote: z.string(),
  isDefault: z.boolean(),
});
export type ModelSummary = z.infer<typeof modelSummary>;

/** What a run is doing: as the worker says when it begins it, and last as its result is kept. */
export const runStage = z.enum(['loading', 'decoding', 'preparing', 'running', 'writing']);
export type RunStage = z.infer<typeof runStage>;

/** Why a faster provider is not in use. */
export const deviceFallback = z.discriminatedUnion('reason', [
  z.object({ reason: z.enum(['unsupported-platform', 'none-found', 'ended-process']) }),
  z.object({ reason: z.enum(['results-differ', 'cannot-run']), provider }),
]);
export type DeviceFallback = z.infer<typeof deviceFallback>;

export const inferenceStatus = z.object({
  /** Null until the first self-test has finished. */
  provider: provider.nullable(),
  threads: z.int().positive(),
  /** Null when there is nothing to say. */
  fallback: deviceFallback.nullable(),
  queued: z.int().nonnegative(),
});
export type InferenceStatus = z.infer<typeof inferenceStatus>;

/**
 * Why a library is open for reading only: another program has it or took it over, its folder cannot be
 * written, its database is damaged, or it was asked for so.
 */
export const readOnlyCause = z.enum(['in-use', 'taken-over', 'unwritable', 'damaged', 'asked']);
export type ReadOnlyCause = z.infer<typeof readOnlyCause>;

export const setRunState = z.enum(['running', 'paused', 'cancelled', 'finished']);
export type SetRunState = z.infer<typeof setRunState>;

/** Several models over many pictures, and how far they are. */
export const setRunSummary = z.object({
  id: identifier,
  state: setRunState,
  models: z.array(modelReference),
  createdAtMs: timeMs,
  pictures: z.int(),
  /** Pictures times models that are done, failed ones included. */
  done: z.int(),
  failed: z.int(),
  /** Null while nothing tells it. */
  msLeft: z.number().nullable(),
});
export type SetRunSummary = z.infer<typeof setRunSummary>;

/** One picture of a run over a set, with what the library knows of it. */
export const setRow = pictureRow.extend({
  fileName: z.string(),
  site: z.string().nullable(),
  diagnosis: z.string().nullable(),
  tags: z.array(z.string()),
  /** What its masks are held against. */
  reference: z.enum(['correction', 'truth']).nullable(),
});
export type SetRow = z.infer<typeof setRow>;

/** A model of a run as a report names it. */
export const reportedModel = modelReference.extend({
  provider,
  peakRssMb: z.number().nullable(),
  params: z.number().nullable(),
  macs: z.number().nullable(),
  stated: z.record(z.string(), interval),
});

export const comparisonView = z.enum([
  'outline',
  'fill',
  'difference',
  'votes',
  'uncertainty',
  'regions',
  'swipe',
  'flicker',
]);
export type ComparisonView = z.infer<typeof comparisonView>;

/** How a reader last had the comparison. */
export const comparisonLayout = z.object({
  /** Keys of sources in order; null: nothing was chosen yet. */
  panes: z.array(z.string().max(200)).max(12).nullable(),
  arrangement: z.enum(['grid', 'row', 'column']),
  view: comparisonView,
  linked: z.boolean(),
});
export type ComparisonLayout = z.infer<typeof comparisonLayout>;

export const settings = z.object({
  language: z.enum(['en', 'zh-CN']),
  theme: z.enum(['dark', 'light']),
  device: z.enum(['auto', 'cpu']),
  /** The name written into this reader's revisions. */
  reader: z.string().min(1).max(64),
  /** Of all text and controls, as a factor of the usual one. */
  textSize: z.number().min(textSizeRange.min).max(textSizeRange.max),
  /** Look for artefacts when a picture is opened that nothing was done on. */
  findArtefacts: z.boolean(),
  proposalStyle: z.enum(['outline', 'fill']),
  proposalOpacity: z.number().min(0).max(1),
  brushRadiusPx: z.number().min(0.5).max(2000),
  /** How far on the screen a stroke lags behind the hand, which smooths it; 0: not at all. */
  strokeSmoothingPx: z.int().min(0).max(100),
  /** Chords the reader chose for actions of the correction screen; the others have their own. */
  keys: z.partialRecord(z.enum(readingActionIds), z.array(z.string().min(1).max(40)).max(4)),
  comparison: comparisonLayout,
  worklist: worklistChoice,
});
export type Settings = z.infer<typeof settings>;

export const refusal = z.object({
  fileName: z.string(),
  code: z.string(),
  reason: z.string(),
});
export type Refusal = z.infer<typeof refusal>;

/** How a dataset lies on the disk; docs/dataset-format.md says how each is told. */
export const importLayouts = ['plain', 'isic', 'coco', 'nnunet', 'limen'] as const;
export const importLayout = z.enum(importLayouts);
export type ImportLayout = z.infer<typeof importLayout>;

/** Progress of an import; `state` ends in finished, cancelled or failed. */
export const importProgress = z.object({
  jobId: identifier,
  /** Nothing is written: the counts are what an import would come to. */
  dryRun: z.boolean(),
  state: z.enum(['counting', 'running', 'finished', 'cancelled', 'failed']),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  imported: z.int().nonnegative(),
  duplicates: z.int().nonnegative(),
  /** Masks that came with their pictures and were not here before. */
  masks: z.int().nonnegative(),
  /** Masks that came with their pictures and were here before. */
  knownMasks: z.int().nonnegative(),
  /** Pictures by the layout they lie in. */
  layouts: z.partialRecord(importLayout, z.int().positive()),
  /** Rows of the table that named no picture; known at the end. */
  unusedRows: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  /** While it runs the newest of them, at the end all. */
  refusals: z.array(refusal),
  /** What ended it early, where it failed. */
  failure: refusal.omit({ fileName: true }).nullable(),
});
export type ImportProgress = z.infer<typeof importProgress>;

/** In which layout samples leave; docs/dataset-format.md describes each. */
export const exportFormat = z.enum([
  'isic',
  'isic-task1',
  'isic-task2',
  'png',
  'coco',
  'nnunet',
  'webdataset',
  'dicom-seg',
]);
export type ExportFormat = z.infer<typeof exportFormat>;

/**
 * Why a picture does not leave: no correction yet; let through by the gate and read by nobody; not
 * done in review; rejected there; held until a person confirms that there is no text; damaged.
 */
export const heldBackReason = z.enum([
  'no-correction',
  'unreviewed',
  'in-review',
  'rejected',
  'text-not-confirmed',
  'damaged',
]);
export type HeldBackReason = z.infer<typeof heldBackReason>;

/** What an export wrote, after every file was read again and compared. */
export const exportReceipt = z.object({
  folder: z.string(),
  samples: z.int().nonnegative(),
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  manifestSha256: sha256,
  heldBack: z.array(
    z.object({ instanceId: identifier, fileName: z.string(), reason: heldBackReason }),
  ),
  /** Samples of the snapshot an export is the difference to that were rejected or trashed since. */
  withdrawn: z.int().nonnegative(),
});
export type ExportReceipt = z.infer<typeof exportReceipt>;
