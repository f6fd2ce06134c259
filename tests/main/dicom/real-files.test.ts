import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeFrame, inspectFile } from '../../../main/worker/decode.js';
import { AppError } from '../../../shared/errors.js';

const folder = resolve(import.meta.dirname, '../../../../shared/data/dicom');
const missing = !existsSync(folder);
const reason = missing ? ' (skipped: ../shared/data/dicom is not there)' : '';

async function decodeAll(name: string) {
  const decoded: string[] = [];
  const refused: { file: string; error: unknown }[] = [];
  for (const file of readdirSync(join(folder, name))) {
    try {
      const frame = await decodeFrame(join(folder, name, file), 0);
      expect(frame.rgb).toHaveLength(frame.width * frame.height * 3);
      decoded.push(file);
    } catch (error) {
      refused.push({ file, error });
    }
  }
  return { decoded, refused };
}

describe(`real DICOM files${reason}`, () => {
  test.skipIf(missing)(
    'at least 125 of the 129 colour files are decoded, the rest refused with a cause',
    async () => {
      const { decoded, refused } = await decodeAll('colour');
      expect(decoded.length + refused.length).toBe(129);
      expect(decoded.length).toBeGreaterThanOrEqual(125);
      for (const { error } of refused) {
        expect(error).toBeInstanceOf(AppError);
        expect(String(error)).toMatch(/\. [A-Z][^.]+\.$/);
      }
    },
    300_000,
  );

  test.skipIf(missing)(
    'all dermoscopy files are decoded, and none of their values keeps its quotes',
    async () => {
      const { decoded, refused } = await decodeAll('dermoscopy');
      expect(refused).toEqual([]);
      expect(decoded).toHaveLength(7);
      for (const file of decoded) {
        const inspection = await inspectFile(join(folder, 'dermoscopy', file));
        expect(inspection).toMatchObject({ burnedInAnnotation: 'yes', spacingMm: null });
        const keywords = inspection.attributes.map(({ keyword }) => keyword);
        expect(keywords).toContain('PatientID');
        for (const { value } of inspection.attributes)
          expect(value).not.toMatch(/^["'\s]|["'\s\0]$/);
      }
    },
    300_000,
  );
});
