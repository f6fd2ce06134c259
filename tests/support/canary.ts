import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DicomElements } from '../../main/dicom/load-dcmjs.js';
import { EXPLICIT_LITTLE_ENDIAN, writeDicom } from './dicom-file.js';
import { encoder, png, quadrants } from './pictures.js';

/** The date of birth in the canary's DICOM file, as it is stored. */
export const birthDate = '19010203';
const depths = [5, 4, 3, 2, 1];

/**
 * Pictures with a word in every place where something about a patient can be: file names, PNG texts,
 * XMP, EXIF, IPTC, comments, DICOM attributes, nested ones at depth 1 to 5, and private ones.
 */
export async function writeCanaries(folder: string, word: string): Promise<void> {
  const latin = (body: string): Buffer => Buffer.from(body, 'latin1');
  const text = (type: string, body: string) => ({ type, body: latin(body) });
  const rows = (shade: number) =>
    Array.from({ length: 6 }, (_, y) => new Uint8Array(12).fill(shade * y));
  const header = { width: 4, height: 6, depth: 8, colourType: 2 };
  const texts = [
    text('tEXt', `Comment\0${word}text`),
    text('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${word}xmp`),
    text('eXIf', `II*\0${word}exif`),
    text('tIME', '\x07\xe8\x01\x02\x03\x04\x05'),
  ];
  await writeFile(join(folder, `${word}name.png`), png(header, rows(40), texts));
  await writeFile(join(folder, `${word}unread.png`), png(header, rows(23), texts));

  const segment = (marker: number, body: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const jpeg = await encoder(quadrants(24, 16)).jpeg(90);
  const parts = [
    jpeg.subarray(0, 2),
    segment(0xe1, exif(`${word}exif`)),
    segment(0xfe, latin(`${word}comment`)),
    segment(0xe1, latin(`http://ns.adobe.com/xap/1.0/\0${word}xmp`)),
    segment(0xed, latin(`Photoshop 3.0\0${word}iptc`)),
    jpeg.subarray(2),
    latin(`${word}after the end`),
  ];
  await writeFile(join(folder, `${word}photo.jpg`), Buffer.concat(parts));

  let nested: object = {};
  let hidden: DicomElements = {};
  for (const depth of depths) {
    const meaning = `${word}depth${String(depth)}`;
    nested = { CodeMeaning: meaning, ...(depth < 5 && { ConceptCodeSequence: [nested] }) };
    hidden = {
      '00090010': { vr: 'LO', Value: [`${word}maker`] },
      '00091001': { vr: 'LO', Value: [meaning] },
      ...(depth < 5 && { '00091002': { vr: 'SQ', Value: [hidden] } }),
    };
  }
  await writeDicom(
    join(folder, `${word}scan.dcm`),
    {
      PatientName: `${word}^patient`,
      PatientID: `${word}id`,
      PatientBirthDate: birthDate,
      InstitutionName: `${word}place`,
      StudyDescription: `${word}study`,
      ImageComments: `${word}comments`,
      BurnedInAnnotation: 'NO',
      ConceptNameCodeSequence: [nested],
    },
    new Uint8Array(12).fill(99),
    EXPLICIT_LITTLE_ENDIAN,
    hidden,
  );
}

/** An APP1 segment's body: orientation 6, so that it must be read, and a description. */
function exif(description: string): Buffer {
  const tiff = Buffer.alloc(38);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  // ImageDescription, ASCII, behind the directory.
  tiff.writeUInt16LE(0x010e, 10);
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt32LE(description.length + 1, 14);
  tiff.writeUInt32LE(38, 18);
  // Orientation, one short.
  tiff.writeUInt16LE(0x0112, 22);
  tiff.writeUInt16LE(3, 24);
  tiff.writeUInt32LE(1, 26);
  tiff.writeUInt16LE(6, 30);
  return Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(`${description}\0`, 'latin1')]);
}

/** Files below a folder whose path inside it or bytes hold a word, in 8 or 16 bits a letter. */
export async function hitsBelow(folder: string, word: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hits: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const inPath = path.slice(folder.length).includes(word);
    const bytes = entry.isFile() ? await readFile(path) : Buffer.alloc(0);
    const inBytes = (['latin1', 'utf16le'] as const).some((encoding) =>
      bytes.includes(Buffer.from(word, encoding)),
    );
    if (inPath || inBytes) hits.push(path);
  }
  return hits;
}
