import { createHash } from 'node:crypto';
import { loadDcmjs } from '../load-dcmjs.js';
import { EXPLICIT_LITTLE_ENDIAN } from '../transfer-syntax.js';

/** Elements by DICOM keyword, as dcmjs calls them naturalised. */
export type NaturalDataset = Record<string, unknown>;

/** Of this implementation of the file format; made once, at random (PS3.5 B.2). */
const IMPLEMENTATION_CLASS_UID = '2.25.227160893410842386710375520178453829761';

/** What every object that leaves the library says of itself (PS3.3 C.12.1, C.7.1.1, C.7.2.1). */
export interface ObjectIdentity {
  /** Under which the sample leaves the library; says nothing of the patient. */
  sampleName: string;
  appVersion: string;
}

/**
 * A UID that follows from the name a sample leaves the library under: the same sample has the same
 * UIDs in every export, and no UID of the original can be told from them (PS3.5 B.2).
 */
export function derivedUid(sampleName: string, role: string): string {
  const digest = createHash('sha256').update(`limen\0${role}\0${sampleName}`).digest('hex');
  return `2.25.${BigInt(`0x${digest.slice(0, 32)}`).toString()}`;
}

/**
 * A file in Explicit VR Little Endian (PS3.10 7.1) with what identifies nobody: the sample's name
 * stands for the patient, dates are empty, and PS3.15 E.1's marks say what was done.
 *
 * @param dataset SOPClassUID, SOPInstanceUID and all that is the object's own
 */
export function part10File(
  { sampleName }: ObjectIdentity,
  dataset: NaturalDataset & { SOPClassUID: string; SOPInstanceUID: string },
): Uint8Array {
  const { DicomDict, DicomMetaDictionary } = loadDcmjs().data;
  const file = new DicomDict(
    DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: [Uint8Array.of(0, 1).buffer],
      MediaStorageSOPClassUID: dataset.SOPClassUID,
      MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
      TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: IMPLEMENTATION_CLASS_UID,
      ImplementationVersionName: 'LIMEN',
      _vrMap: { FileMetaInformationVersion: 'OB' },
    }),
  );
  file.dict = DicomMetaDictionary.denaturalizeDataset({
    SpecificCharacterSet: 'ISO_IR 192',
    PatientName: '',
    PatientID: sampleName,
    PatientBirthDate: '',
    PatientSex: '',
    PatientIdentityRemoved: 'YES',
    DeidentificationMethod: 'Only attributes of an allow-list are written',
    DeidentificationMethodCodeSequence: [
      code('113100', 'DCM', 'Basic Application Confidentiality Profile'),
    ],
    LongitudinalTemporalInformationModified: 'REMOVED',
    StudyInstanceUID: derivedUid(sampleName, 'study'),
    StudyDate: '',
    StudyTime: '',
    StudyID: '',
    AccessionNumber: '',
    ReferringPhysicianName: '',
    ...dataset,
  });
  return new Uint8Array(file.write({ fragmentMultiframe: false }));
}

/** An item of a code sequence (PS3.3 8). */
export function code(value: string, scheme: string, meaning: string): NaturalDataset {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

/** A buffer of its own of even length, as pixel data must be (PS3.5 8.1.1). */
export function evenBuffer(bytes: Uint8Array): ArrayBuffer {
  const even = new Uint8Array(bytes.length + (bytes.length % 2));
  even.set(bytes);
  return even.buffer;
}
