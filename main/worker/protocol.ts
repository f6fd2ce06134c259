import type {
  DeviceFallback,
  ImageFormat,
  Instance,
  Provider,
  RunStage,
  SegmentMask,
} from '../../shared/domain.js';
import type { ErrorCode } from '../../shared/errors.js';
import type { SegmentationObject } from '../dicom/write/segmentation-object.js';
import type { PhotographicImage } from '../dicom/write/photographic-image.js';
import type { ModelManifest } from '../models/manifest.js';
import type { Lane } from './worker-process.js';

/**
 * What the host asks of a worker process. Paths are absolute; a worker reads the file named and
 * writes only to the `output` named. Jobs are plain objects, so any transport can carry them.
 */
export interface Jobs {
  /** Header, geometry and cleaned attributes of an untrusted file, without keeping its pixels. */
  inspect: { input: { path: string }; output: Inspection };
  /**
   * What `inspect` says and the sha256 of the bytes. With `copy` they are written to `output`, unless
   * the folder `keptIn` holds them already, as `<first two digits>/<sha256>`.
   */
  intake: {
    input: { path: string; copy: { output: string; keptIn: string } | null };
    output: { sha256: string; inspection: Inspection; copied: boolean };
  };
  /** Upright 8-bit RGB of one frame into a rendition file (format: main/worker/rendition.ts). */
  rendition: {
    input: { path: string; frame: number; output: string };
    output: { width: number; height: number };
  };
  /** A JPEG of one frame with the longer side at most `maxSide`. */
  thumbnail: {
    input: { path: string; frame: number; maxSide: number; output: string };
    output: { width: number; height: number };
  };
  /** Re-encode one frame upright and without any metadata, as PNG (lossless). */
  cleanCopy: {
    input: { path: string; frame: number; output: string };
    /** sha256 of the RGB bytes, so the copy can be checked after it is read again. */
    output: { width: number; height: number; pixelSha256: string };
  };
  /** Size and sha256 of the RGB bytes of one frame: what cleanCopy promised, read back. */
  pixelHash: {
    input: { path: string; frame: number };
    output: { width: number; height: number; pixelSha256: string };
  };
  /** What near-duplicates are found by (fingerprint.ts). */
  fingerprint: {
    input: { path: string; frame: number };
    /** 64 bits as 16 hexadecimal digits; 32 x 32 grey values, row by row. */
    output: { hash: string; grey: Uint8Array };
  };
  /** Unpacks a zip or tar archive into an empty folder (main/worker/unpack). */
  unpack: {
    input: { path: string; folder: string };
    output: { files: number; refused: RefusedEntry[] };
  };
  /** What lies over the skin (artefacts/find-artefacts.ts): one mask a kind, encoded, native size. */
  findArtefacts: { input: { path: string; frame: number }; output: SegmentMask[] };
  /** Decode a grey mask picture to one byte a pixel, raw. */
  readMask: {
    input: { path: string };
    output: { width: number; height: number; grey: Uint8Array };
  };
  /**
   * A mask picture as run lengths (shared/labelmap.ts): foreground are the pixels of `values`, or
   * with null those of the only value beside 0, or of several what is brighter than 128.
   */
  importMask: {
    input: { path: string; values: readonly number[] | null };
    output: { width: number; height: number; mask: Uint8Array<ArrayBuffer> };
  };
  /** One frame upright and without any metadata as a DICOM photograph (main/dicom/write). */
  dicomCopy: {
    input: { path: string; frame: number; output: string; sample: DicomSample };
    output: { width: number; height: number; pixelSha256: string };
  };
  /** Masks as a DICOM segmentation of the photograph that `dicomCopy` makes of the sample. */
  dicomSegmentation: {
    input: {
      output: string;
      sample: DicomSample;
      algorithm: SegmentationObject['algorithm'];
      /** Encoded as in shared/labelmap.ts; all of one size. */
      masks: readonly SegmentMask[];
    };
    output: null;
  };
  /** The masks of a BINARY DICOM segmentation by the label of each segment, encoded. */
  readSegmentation: {
    input: { path: string };
    output: { label: string; mask: Uint8Array<ArrayBuffer> }[];
  };
  segment: {
    input: { path: string; frame: number; model: LoadedModel; device: 'auto' | 'cpu' | 'gpu' };
    output: SegmentResult;
  };
  /** The same with the mask written as an 8-bit grey PNG of 0 and 255; no pixels come back. */
  segmentToPng: {
    input: JobInput<'segment'> & { output: string };
    output: SegmentSummary & {
      /** From before the file is opened to after the mask's file is closed. */
      totalMs: number;
    };
  };
  /** A synthetic dermoscopic picture (main/synthetic) as a JPEG; the same seed makes the same one. */
  synthesise: {
    input: { seed: number; output: string };
    /** The true lesion, encoded as in shared/labelmap.ts. */
    output: { width: number; height: number; mask: Uint8Array };
  };
  /** Which provider a model will run on after its self-test; cheap after the first time. */
  selfTest: {
    input: { model: LoadedModel; device: 'auto' | 'cpu' | 'gpu' };
    output: DeviceVerdict;
  };
}

/** What is said of a sample in DICOM; see main/dicom/write. */
export type DicomSample = Pick<
  PhotographicImage,
  'sampleName' | 'appVersion' | 'textFree' | 'spacingMm'
>;

/** An entry of an archive that was left out, and why. */
export interface RefusedEntry {
  /** Without control characters. */
  name: string;
  code: ErrorCode;
  reason: string;
}

export interface LoadedModel {
  /** Absolute folder of model.json and its files. */
  folder: string;
  manifest: ModelManifest;
  /** Of an ensemble: its members in the order of the manifest; of other models absent. */
  members?: LoadedModel[];
}

export interface Inspection {
  format: ImageFormat;
  width: number;
  height: number;
  frames: number;
  bitsStored: number;
  orientation: number;
  burnedInAnnotation: 'yes' | 'no' | 'unknown' | 'not-applicable';
  spacingMm: Instance['spacingMm'];
  attributes: { keyword: string; value: string }[];
}

export interface DeviceVerdict {
  provider: Provider;
  threads: number;
  /** Why a faster provider was not accepted; null when none was passed over. */
  fallback: DeviceFallback | null;
}

export interface SegmentResult extends SegmentSummary {
  /**
   * Probability over the whole field: uint16 little-endian, value / 65535. Its size is the model's
   * own (docs/model-format.md).
   */
  probability: { width: number; height: number; values: Uint8Array };
  /** The lesion at native size, encoded as in shared/labelmap.ts. */
  mask: Uint8Array;
}

/** What is said about a segmentation beside its pixels. */
export interface SegmentSummary extends DeviceVerdict {
  /** Native, upright. */
  width: number;
  height: number;
  /** Frames of the file. */
  frames: number;
  confidence: number;
  threshold: number;
  /** File bytes to RGB. */
  decodeMs: number;
  /** Making the networks' inputs of the picture. */
  preprocessMs: number;
  /** Session runs only. */
  runMs: number;
  /** Peak resident memory of the worker since its start. */
  peakRssMb: number;
}

export type JobKind = keyof Jobs;
export type JobInput<Kind extends JobKind> = Jobs[Kind]['input'];
export type JobOutput<Kind extends JobKind> = Jobs[Kind]['output'];

/** Host to worker. */
export interface JobMessage {
  id: number;
  kind: JobKind;
  input: unknown;
}

/** Worker to host. */
export type JobReply =
  | { id: number; ok: true; output: unknown }
  | { id: number; ok: false; code: ErrorCode; message: string };

/** Worker to host, before the reply: the part of a job that it has begun. */
export interface JobStage {
  id: number;
  stage: RunStage;
}

/** Tells the host which part of a job begins. */
export type ReportStage = (stage: RunStage) => void;

export interface RunOptions {
  signal?: AbortSignal;
  lane?: Lane;
  /** The job has left the queue; again when it had to be given to another process. */
  onStart?: () => void;
  /** The worker has begun another part of the job; only runs of models tell. */
  onStage?: ReportStage;
}

/** What main needs of the worker pool: implemented by main/worker/host.ts, faked nowhere. */
export interface WorkerHost {
  run<Kind extends JobKind>(
    kind: Kind,
    input: JobInput<Kind>,
    options?: RunOptions,
  ): Promise<JobOutput<Kind>>;
  /** Jobs waiting or running, over all lanes. */
  queued(): number;
  /** Rejects what waits and ends the processes. */
  close(): Promise<void>;
}
