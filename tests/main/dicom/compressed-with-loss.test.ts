import { describe, expect, test } from 'vitest';
import { wasCompressedWithLoss } from '../../../main/dicom/compressed-with-loss.js';
import { readDataset } from '../../../main/dicom/part10.js';
import { dicomFile } from '../../support/dicom-file.js';

const syntax = (last: string): string => `1.2.840.10008.1.2${last}`;

function isLossy(transferSyntax: string, stated?: string): boolean {
  const attributes = stated === undefined ? {} : { LossyImageCompression: stated };
  const file = dicomFile(attributes, [new Uint8Array(12)], transferSyntax);
  return wasCompressedWithLoss(readDataset(file, { stopAtPixels: true }));
}

describe('lossy compression of a DICOM picture', () => {
  test('is a matter of baseline JPEG, whatever the file states', () => {
    expect(isLossy(syntax('.4.50'))).toBe(true);
    expect(isLossy(syntax('.4.51'), '00')).toBe(true);
  });

  test('is not undone by storing the pixels without compression', () => {
    expect(isLossy(syntax('.1'), '01')).toBe(true);
    expect(isLossy(syntax('.4.70'), '01')).toBe(true);
    expect(isLossy(syntax('.1'))).toBe(false);
    expect(isLossy(syntax('.4.70'))).toBe(false);
  });

  test('is assumed where the syntax allows it, unless the file denies it', () => {
    expect(isLossy(syntax('.4.91'))).toBe(true);
    expect(isLossy(syntax('.4.91'), '00')).toBe(false);
    expect(isLossy(syntax('.4.90'))).toBe(false);
  });
});
