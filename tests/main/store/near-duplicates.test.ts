import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findNearDuplicates } from '../../../main/store/snapshot/near-duplicates.js';
import { fingerprintOf } from '../../../main/worker/fingerprint.js';
import { pictureJobs } from '../../../main/worker/picture-jobs.js';
import { seededRandom } from '../../../shared/random.js';
import { paint } from '../../support/pictures.js';

const data = join(import.meta.dirname, '../../../../shared/data');
const pairsFile = join(data, 'near_duplicates_2017.csv');

/** A dark spot on bright skin with a slope of light. */
function spot(width: number, height: number, at: number, shade = 0) {
  return paint(width, height, (x, y) => {
    const distance = Math.hypot(x / width - at, y / height - 0.5);
    const level = (distance < 0.2 ? 60 : 190) + (30 * y) / height + shade;
    return [level, level - 10, level - 20];
  });
}

describe('near-duplicates', () => {
  test('are found over size and brightness; other pictures are not', async () => {
    const pictures = [
      spot(200, 150, 0.4),
      spot(100, 100, 0.4, 15),
      spot(200, 150, 0.7),
      paint(20, 10, () => [90, 90, 90]),
      paint(40, 10, () => [90, 90, 90]),
    ];
    const pairs = await findNearDuplicates(pictures.map(fingerprintOf));
    expect(pairs).toMatchObject([{ a: 0, b: 1 }]);
    expect(pairs[0]?.correlation).toBeGreaterThan(0.99);
  });

  test('are those that a comparison of every pair finds', async () => {
    const random = seededRandom(7);
    const grey = Uint8Array.from({ length: 1024 }, (_, index) => index % 251);
    const base = Array.from({ length: 12 }, () => Array.from({ length: 64 }, () => random() < 0.5));
    const bits = base.flatMap((hash) =>
      [0, 2, 5, 6, 7].map((flips) =>
        hash.map((bit, at) => (at % 9 < flips && at < 9 ? !bit : bit)),
      ),
    );
    const hex = (hash: boolean[]): string =>
      BigInt(`0b${hash.map(Number).join('')}`)
        .toString(16)
        .padStart(16, '0');
    const expected = bits.flatMap((one, a) =>
      bits.flatMap((other, b) => {
        const distance = one.filter((bit, at) => bit !== other[at]).length;
        return a < b && distance <= 6 ? [{ a, b, distance }] : [];
      }),
    );
    const found = await findNearDuplicates(bits.map((hash) => ({ hash: hex(hash), grey })));
    expect(found.map(({ a, b, distance }) => ({ a, b, distance }))).toEqual(expected);
  });

  test.runIf(existsSync(pairsFile))('of ISIC 2017 that are known are found', async () => {
    const rows = (await readFile(pairsFile, 'utf8')).trim().split('\n').slice(1);
    const pathOf = (id: string): string => join(data, 'isic2017-256/images', `${id}.jpg`);
    const known = rows
      .map((row) => row.split(',').slice(0, 2))
      .filter((ids) => ids.every((id) => existsSync(pathOf(id))));
    expect(known).toHaveLength(4);
    const ids = known.flat();
    const fingerprints = [];
    for (const id of ids) {
      fingerprints.push(await pictureJobs.fingerprint({ path: pathOf(id), frame: 0 }));
    }
    const found = await findNearDuplicates(fingerprints);
    expect(found.map(({ a, b }) => [ids[a], ids[b]])).toEqual(known);
  });
});
