import { code, derivedUid, evenBuffer, part10File, type ObjectIdentity } from './part10-file.js';

/** VL Photographic Image Storage (PS3.4 B.5). */
const SOP_CLASS_UID = '1.2.840.10008.5.1.4.1.1.77.1.4';

export interface PhotographicImage extends ObjectIdentity {
  width: number;
  height: number;
  /** Upright interleaved 8-bit RGB. */
  rgb: Uint8Array;
  /** The pixels were compressed with loss, now or before. */
  lossy: boolean;
  /** A person or the original says that there is no text in the pixels; else it is not said. */
  textFree: boolean;
  spacingMm: { row: number; column: number } | null;
}

/** What a segmentation says of the picture it is of. */
export interface ImageReference {
  sopClassUid: string;
  sopInstanceUid: string;
  seriesInstanceUid: string;
}

export function imageReference(sampleName: string): ImageReference {
  return {
    sopClassUid: SOP_CLASS_UID,
    sopInstanceUid: derivedUid(sampleName, 'image'),
    seriesInstanceUid: derivedUid(sampleName, 'image series'),
  };
}

/** The upright pixels of a picture as an object of their own (PS3.3 A.32.4). */
export function photographicImageFile(image: PhotographicImage): Uint8Array {
  const reference = imageReference(image.sampleName);
  return part10File(image, {
    SOPClassUID: reference.sopClassUid,
    SOPInstanceUID: reference.sopInstanceUid,
    Modality: 'XC',
    SeriesInstanceUID: reference.seriesInstanceUid,
    SeriesNumber: '1',
    Laterality: '',
    Manufacturer: '',
    InstanceNumber: '1',
    PatientOrientation: '',
    ImageType: ['DERIVED', 'PRIMARY'],
    DerivationDescription: 'Decoded, turned upright, freed of metadata',
    LossyImageCompression: image.lossy ? '01' : '00',
    ...(image.textFree && { BurnedInAnnotation: 'NO' }),
    ...(image.spacingMm && {
      PixelSpacing: [decimal(image.spacingMm.row), decimal(image.spacingMm.column)],
    }),
    AcquisitionContextSequence: [],
    AnatomicRegionSequence: [code('39937001', 'SCT', 'Skin')],
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
    Rows: image.height,
    Columns: image.width,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    _vrMap: { PixelData: 'OB' },
    PixelData: [evenBuffer(image.rgb)],
  });
}

/** A decimal string has at most 16 characters (PS3.5 6.2). */
function decimal(value: number): string {
  return String(Number(value.toPrecision(10)));
}
