import { writeFile } from 'node:fs/promises';
import { loadDcmjs, type DicomElements } from '../../main/dicom/load-dcmjs.js';

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

/** A small 8-bit RGB picture, 2 x 2 pixels; override what a test is about. */
const defaults = {
  _vrMap: { PixelData: 'OB' },
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.77.1.4',
  SOPInstanceUID: '2.25.1',
  Modality: 'XC',
  SamplesPerPixel: 3,
  PhotometricInterpretation: 'RGB',
  PlanarConfiguration: 0,
  Rows: 2,
  Columns: 2,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
};

/**
 * A DICOM file by keyword; `pixels` are the stored bytes, one array a frame when compressed.
 * @param tagged what has no keyword, as private elements: by tag
 */
export function dicomFile(
  attributes: Record<string, unknown>,
  pixels: Uint8Array | Uint8Array[],
  transferSyntax = EXPLICIT_LITTLE_ENDIAN,
  tagged: DicomElements = {},
): Uint8Array {
  const { data } = loadDcmjs();
  const dictionary = new data.DicomDict(
    data.DicomMetaDictionary.denaturalizeDataset({
      _vrMap: {},
      MediaStorageSOPClassUID: defaults.SOPClassUID,
      MediaStorageSOPInstanceUID: defaults.SOPInstanceUID,
      TransferSyntaxUID: transferSyntax,
    }),
  );
  const parts = Array.isArray(pixels) ? pixels : [pixels];
  const named = data.DicomMetaDictionary.denaturalizeDataset({
    ...defaults,
    ...attributes,
    PixelData: parts.map((part) => Uint8Array.from(part).buffer),
  });
  dictionary.dict = { ...named, ...tagged };
  return new Uint8Array(dictionary.write({ fragmentMultiframe: false }));
}

export async function writeDicom(
  path: string,
  ...file: Parameters<typeof dicomFile>
): Promise<string> {
  await writeFile(path, dicomFile(...file));
  return path;
}
