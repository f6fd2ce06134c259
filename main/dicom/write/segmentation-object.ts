import { isArtefact, type SegmentId } from '../../../shared/domain.js';
import { forEachRun, type RunLengthMask } from '../../../shared/labelmap.js';
import {
  code,
  derivedUid,
  part10File,
  type NaturalDataset,
  type ObjectIdentity,
} from './part10-file.js';
import { imageReference } from './photographic-image.js';

/** Segmentation Storage (PS3.4 B.5). */
const SEGMENTATION_SOP_CLASS_UID = '1.2.840.10008.5.1.4.1.1.66.4';

/** Dates are required here and removed all the same: these stand for none (PS3.15 E.1.1). */
const NO_DATE = '19000101';
const NO_TIME = '000000';

export interface SegmentationObject extends ObjectIdentity {
  width: number;
  height: number;
  /** All of the picture's size; one frame each, since they may overlap. At least one. */
  segments: readonly { segment: SegmentId; mask: RunLengthMask }[];
  /** How the masks came to be: proposed and left, corrected, or drawn. */
  algorithm: { type: 'AUTOMATIC' | 'SEMIAUTOMATIC' | 'MANUAL'; name: string | null };
}

/**
 * A BINARY segmentation of the picture that `imageReference` names (PS3.3 A.51), a frame a segment.
 * Each frame's derivation image names the picture, pixel for pixel, and stands for a position and a
 * spacing of its own: a photograph has no place in space, and it states its spacing itself
 * (PS3.3 A.51.5.1).
 */
export function segmentationFile(object: SegmentationObject): Uint8Array {
  const { sampleName, width, height, segments } = object;
  const picture = imageReference(sampleName);
  const reference = {
    ReferencedSOPClassUID: picture.sopClassUid,
    ReferencedSOPInstanceUID: picture.sopInstanceUid,
  };
  const derivation = {
    DerivationCodeSequence: [code('113076', 'DCM', 'Segmentation')],
    SourceImageSequence: [
      {
        ...reference,
        PurposeOfReferenceCodeSequence: [
          code('121322', 'DCM', 'Source image for image processing operation'),
        ],
      },
    ],
  };
  const organization = derivedUid(sampleName, 'dimensions');
  return part10File(object, {
    SOPClassUID: SEGMENTATION_SOP_CLASS_UID,
    SOPInstanceUID: derivedUid(sampleName, 'segmentation'),
    Modality: 'SEG',
    SeriesInstanceUID: derivedUid(sampleName, 'segmentation series'),
    SeriesNumber: '2',
    SeriesDescription: 'For research use. Not a diagnostic device.',
    Manufacturer: 'Limen',
    ManufacturerModelName: 'Limen',
    DeviceSerialNumber: 'none',
    SoftwareVersions: object.appVersion,
    InstanceNumber: '1',
    PatientOrientation: '',
    ContentDate: NO_DATE,
    ContentTime: NO_TIME,
    ContentLabel: 'SEGMENTATION',
    ContentDescription: '',
    ContentCreatorName: '',
    ImageType: ['DERIVED', 'PRIMARY'],
    LossyImageCompression: '00',
    SegmentationType: 'BINARY',
    SegmentsOverlap: segments.length > 1 ? 'UNDEFINED' : 'NO',
    SegmentSequence: segments.map(({ segment }, index) =>
      segmentItem(segment, index + 1, object.algorithm),
    ),
    ReferencedSeriesSequence: [
      { SeriesInstanceUID: picture.seriesInstanceUid, ReferencedInstanceSequence: [reference] },
    ],
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: organization }],
    DimensionIndexSequence: [
      {
        DimensionOrganizationUID: organization,
        // Referenced Segment Number in the Segment Identification Sequence.
        DimensionIndexPointer: 0x0062000b,
        FunctionalGroupPointer: 0x0062000a,
      },
    ],
    SharedFunctionalGroupsSequence: [{}],
    PerFrameFunctionalGroupsSequence: segments.map((_, index) => ({
      FrameContentSequence: [{ DimensionIndexValues: [index + 1] }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: index + 1 }],
      DerivationImageSequence: [derivation],
    })),
    NumberOfFrames: String(segments.length),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: height,
    Columns: width,
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    _vrMap: { PixelData: 'OB' },
    PixelData: [
      packedBits(
        segments.map(({ mask }) => mask),
        width * height,
      ),
    ],
  });
}

function segmentItem(
  segment: SegmentId,
  number: number,
  { type, name }: SegmentationObject['algorithm'],
): NaturalDataset {
  return {
    SegmentNumber: number,
    SegmentLabel: segment,
    SegmentAlgorithmType: type,
    ...(type !== 'MANUAL' && { SegmentAlgorithmName: name ?? 'unknown' }),
    SegmentedPropertyCategoryCodeSequence: [
      isArtefact(segment)
        ? code('ARTEFACT', '99LIMEN', 'Artefact, to be ignored')
        : code('49755003', 'SCT', 'Morphologically Abnormal Structure'),
    ],
    SegmentedPropertyTypeCodeSequence: [
      segment === 'lesion'
        ? code('52988006', 'SCT', 'Lesion')
        : code(segment.toUpperCase().replaceAll('-', '_').slice(0, 16), '99LIMEN', segment),
    ],
  };
}

/** Frames bit after bit, least significant first, without gaps between them (PS3.5 8.1.1). */
function packedBits(masks: readonly RunLengthMask[], pixels: number): ArrayBuffer {
  const bytes = Math.ceil((masks.length * pixels) / 8);
  const packed = new Uint8Array(bytes + (bytes % 2));
  for (const [frame, mask] of masks.entries()) {
    forEachRun(mask, (start, length) => {
      const end = frame * pixels + start + length;
      for (let bit = frame * pixels + start; bit < end; bit += 1) {
        packed[bit >> 3] = (packed[bit >> 3] ?? 0) | (1 << (bit & 7));
      }
    });
  }
  return packed.buffer;
}
