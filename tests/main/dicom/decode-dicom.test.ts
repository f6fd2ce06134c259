import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeDicomFrame, inspectDicom } from '../../../main/dicom/decode-dicom.js';
import { JPEG_BASELINE, dicomFile } from '../../support/dicom-file.js';
import { encoder, meanDifference, quadrants } from '../../support/pictures.js';

const colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 150, 100];

async function decode(file: Uint8Array, frame = 0): Promise<number[]> {
  return [...(await decodeDicomFrame(file, frame)).rgb];
}

function bytesOfWords(words: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(words).buffer);
}

describe('colours', () => {
  test('RGB interleaved and planar are the same picture', async () => {
    const planes = [0, 1, 2].flatMap((channel) => colours.filter((_, at) => at % 3 === channel));
    const planar = dicomFile({ PlanarConfiguration: 1 }, Uint8Array.from(planes));
    expect(await decode(dicomFile({}, Uint8Array.from(colours)))).toEqual(colours);
    expect(await decode(planar)).toEqual(colours);
  });

  test('YBR_FULL is converted', async () => {
    const ybr = [76, 85, 255, 150, 44, 21, 29, 255, 107, 159, 95, 157];
    const file = dicomFile({ PhotometricInterpretation: 'YBR_FULL' }, Uint8Array.from(ybr));
    expect(
      meanDifference(Uint8Array.from(await decode(file)), Uint8Array.from(colours)),
    ).toBeLessThan(1);
  });

  test('YBR_FULL_422 shares chroma between two pixels', async () => {
    const pairs = [76, 76, 85, 255, 29, 29, 255, 107];
    const file = dicomFile({ PhotometricInterpretation: 'YBR_FULL_422' }, Uint8Array.from(pairs));
    const expected = [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255];
    expect(
      meanDifference(Uint8Array.from(await decode(file)), Uint8Array.from(expected)),
    ).toBeLessThan(1);
  });

  test('a palette is applied from its first value, with clamped ends', async () => {
    const palette = (entries: number[]) => bytesOfWords(entries).buffer;
    const file = dicomFile(
      {
        _vrMap: { PixelData: 'OB' },
        SamplesPerPixel: 1,
        PhotometricInterpretation: 'PALETTE COLOR',
        RedPaletteColorLookupTableDescriptor: [3, 10, 16],
        GreenPaletteColorLookupTableDescriptor: [3, 10, 16],
        BluePaletteColorLookupTableDescriptor: [3, 10, 16],
        RedPaletteColorLookupTableData: palette([0xff00, 0x1000, 0x2000]),
        GreenPaletteColorLookupTableData: palette([0x0000, 0x8000, 0x4000]),
        BluePaletteColorLookupTableData: palette([0x0100, 0x0000, 0xffff]),
      },
      Uint8Array.of(0, 10, 11, 255),
    );
    expect(await decode(file)).toEqual([255, 0, 1, 255, 0, 1, 16, 128, 0, 32, 64, 255]);
  });

  test('wide samples keep their high byte', async () => {
    const wide = { BitsAllocated: 16, _vrMap: { PixelData: 'OW' } };
    const full = dicomFile(
      { ...wide, BitsStored: 16, HighBit: 15 },
      bytesOfWords(colours.map((level) => level * 256 + 255)),
    );
    const twelve = dicomFile(
      { ...wide, BitsStored: 12, HighBit: 11 },
      bytesOfWords(colours.map((level) => level * 16 + 3)),
    );
    expect(await decode(full)).toEqual(colours);
    expect(await decode(twelve)).toEqual(colours);
    expect((await decodeDicomFrame(twelve, 0)).bitsStored).toBe(12);
  });

  test('signed grey is offset and MONOCHROME1 inverted', async () => {
    const grey = { SamplesPerPixel: 1, PixelRepresentation: 1 };
    const stored = new Uint8Array(Int8Array.of(-128, -1, 0, 127).buffer);
    const white = dicomFile({ ...grey, PhotometricInterpretation: 'MONOCHROME2' }, stored);
    const black = dicomFile({ ...grey, PhotometricInterpretation: 'MONOCHROME1' }, stored);
    const levels = (rgb: number[]) => rgb.filter((_, at) => at % 3 === 0);
    expect(levels(await decode(white))).toEqual([0, 127, 128, 255]);
    expect(levels(await decode(black))).toEqual([255, 128, 127, 0]);
  });

  test('a JPEG that holds YCbCr is right even where the file says RGB', async () => {
    const picture = quadrants(32, 32);
    const jpeg = await encoder(picture).jpeg(95);
    const size = { Rows: 32, Columns: 32 };
    for (const photometric of ['YBR_FULL_422', 'RGB']) {
      const file = dicomFile(
        { ...size, PhotometricInterpretation: photometric },
        [jpeg],
        JPEG_BASELINE,
      );
      const { rgb } = await decodeDicomFrame(file, 0);
      expect(meanDifference(rgb, picture.rgb)).toBeLessThan(3);
    }
  });
});

describe('frames', () => {
  const twoFrames = dicomFile(
    { NumberOfFrames: '2' },
    Uint8Array.from([...colours, ...colours.map((level) => 255 - level)]),
  );

  test('each is decoded by its number', async () => {
    expect(await decode(twoFrames, 0)).toEqual(colours);
    expect(await decode(twoFrames, 1)).toEqual(colours.map((level) => 255 - level));
  });

  test('one that is not there is refused', async () => {
    await expect(decodeDicomFrame(twoFrames, 2)).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('compressed frames are found by their fragments', async () => {
    const first = quadrants(16, 16);
    const second = { ...first, rgb: first.rgb.map((level) => 255 - level) };
    const file = dicomFile(
      { Rows: 16, Columns: 16, NumberOfFrames: '2', PhotometricInterpretation: 'YBR_FULL' },
      [await encoder(first).jpeg(95), await encoder(second).jpeg(95)],
      JPEG_BASELINE,
    );
    expect(meanDifference((await decodeDicomFrame(file, 1)).rgb, second.rgb)).toBeLessThan(4);
  });
});

test('a deflated data set and one without a preamble are read', async () => {
  const file = dicomFile({}, Uint8Array.from(colours));
  const text = Buffer.from(file).toString('latin1');
  const dataset = file.subarray(text.indexOf('\u0008\0\u0016\0UI'));
  const element = Buffer.from('\u0002\0\u0010\0UI\u0016\u00001.2.840.10008.1.2.1.99', 'latin1');
  const deflated = Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element,
    deflateRawSync(dataset),
  ]);
  expect(await decode(deflated)).toEqual(colours);
  expect(await decode(dataset.slice())).toEqual(colours);
});

describe('inspection', () => {
  test('values lose quotes and padding, private and binary elements are left out', () => {
    const file = dicomFile(
      {
        Modality: '"XC"',
        PatientID: '"ISIC_0000001"',
        PatientName: '"ISIC^0000001"',
        BurnedInAnnotation: 'YES',
        ImageComments: `  ${'x'.repeat(900)}  `,
        AnatomicRegionSequence: [{ CodeValue: '1', CodeMeaning: '"Skin"' }],
        PixelSpacing: ['0.02', '0.03'],
      },
      Uint8Array.from(colours),
    );
    const inspection = inspectDicom(file);
    const values = new Map(inspection.attributes.map(({ keyword, value }) => [keyword, value]));
    expect(inspection).toMatchObject({
      format: 'dicom',
      width: 2,
      height: 2,
      frames: 1,
      burnedInAnnotation: 'yes',
      spacingMm: { row: 0.02, column: 0.03, source: 'pixel-spacing' },
    });
    expect(values.get('Modality')).toBe('XC');
    expect(values.get('PatientID')).toBe('ISIC_0000001');
    expect(values.get('PatientName')).toBe('ISIC^0000001');
    expect(values.get('AnatomicRegionSequence')).toBe('1 item: Skin');
    expect(values.get('ImageComments')).toHaveLength(200);
    expect(values.has('PixelData')).toBe(false);
  });

  test('the spacing at the detector stands where that of the patient does not', () => {
    const file = dicomFile({ ImagerPixelSpacing: [0.4, 0.5] }, Uint8Array.from(colours));
    expect(inspectDicom(file).spacingMm).toEqual({
      row: 0.4,
      column: 0.5,
      source: 'imager-pixel-spacing',
    });
  });

  test('nothing is said about text or spacing where the file is silent', () => {
    const inspection = inspectDicom(dicomFile({}, Uint8Array.from(colours)));
    expect(inspection).toMatchObject({ burnedInAnnotation: 'unknown', spacingMm: null });
  });

  test('a quoted photometric interpretation is understood', async () => {
    const file = dicomFile({ PhotometricInterpretation: '"RGB"' }, Uint8Array.from(colours));
    expect(await decode(file)).toEqual(colours);
  });
});

describe('refusals', () => {
  const refusals = [
    [
      'pixel data cut short',
      dicomFile({ Rows: 200 }, Uint8Array.from(colours)),
      'unreadable-file',
      /cut short/,
    ],
    [
      '65535 x 65535 pixels',
      dicomFile({ Rows: 65535, Columns: 65535 }, Uint8Array.from(colours)),
      'too-large',
      /200 million/,
    ],
    [
      '100000 frames',
      dicomFile({ NumberOfFrames: '100000' }, Uint8Array.from(colours)),
      'too-large',
      /frames/,
    ],
    [
      'an unknown transfer syntax',
      dicomFile({}, [Uint8Array.from(colours)], '1.2.840.10008.1.2.4.100'),
      'unsupported-format',
      /1\.2\.840\.10008\.1\.2\.4\.100/,
    ],
    [
      'CMYK',
      dicomFile({ PhotometricInterpretation: 'CMYK' }, Uint8Array.from(colours)),
      'unsupported-format',
      /colour space/,
    ],
    [
      'a missing palette',
      dicomFile(
        { SamplesPerPixel: 1, PhotometricInterpretation: 'PALETTE COLOR' },
        Uint8Array.of(0, 1, 2, 3),
      ),
      'unreadable-file',
      /colour table/,
    ],
    [
      'a damaged JPEG',
      dicomFile({}, [Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)], JPEG_BASELINE),
      'unreadable-file',
      /JPEG stream/,
    ],
  ] as const;

  test.each(refusals)('%s', async (_, file, code, message) => {
    await expect(decodeDicomFrame(file, 0)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    });
  });
});
