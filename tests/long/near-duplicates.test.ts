import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findNearDuplicates } from '../../main/store/snapshot/near-duplicates.js';
import { pictureJobs } from '../../main/worker/picture-jobs.js';

/**
 * The search for near-duplicates over all pictures of ISIC 2017 that are there, held against the
 * pairs that are known. What is found beyond these is printed, to be looked at.
 */
const data = join(import.meta.dirname, '../../../shared/data');
const pairsFile = join(data, 'near_duplicates_2017.csv');
const noData = existsSync(pairsFile) ? '' : ' (skipped: the pictures of ISIC 2017 are not there)';
/** Pairs beyond the known ones that were looked at: each the same picture in other colours. */
const samePicture: ReadonlySet<string> = new Set([
  'ISIC_0000164 ISIC_0014795',
  'ISIC_0000171 ISIC_0015124',
  'ISIC_0000222 ISIC_0014846',
]);

async function picturesIn(set: string): Promise<{ id: string; path: string }[]> {
  const folder = join(data, set, 'images');
  const names = (await readdir(folder)).sort();
  return names.map((name) => ({ id: basename(name, '.jpg'), path: join(folder, name) }));
}

async function found(pictures: readonly { path: string }[]) {
  const fingerprints = [];
  for (const { path } of pictures) {
    fingerprints.push(await pictureJobs.fingerprint({ path, frame: 0 }));
  }
  return findNearDuplicates(fingerprints);
}

describe.runIf(noData === '')(`near-duplicates of ISIC 2017${noData}`, () => {
  test('the known pairs are found, and what else is alike is counted', async () => {
    const pictures = await picturesIn('isic2017-256');
    const there = new Set(pictures.map(({ id }) => id));
    const known = (await readFile(pairsFile, 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').slice(0, 2))
      .filter((ids) => ids.every((id) => there.has(id)))
      .map((ids) => ids.join(' '));
    const pairs = (await found(pictures)).map(({ a, b, distance, correlation }) => {
      const ids = [pictures[a]?.id ?? '', pictures[b]?.id ?? ''].join(' ');
      return { ids, distance, correlation };
    });
    const beyond = pairs.filter(({ ids }) => !known.includes(ids));
    const falseAlarms = beyond.filter(({ ids }) => !samePicture.has(ids));
    console.log(
      `${String(pictures.length)} pictures: ${String(pairs.length - beyond.length)} of ` +
        `${String(known.length)} known pairs found, ${String(beyond.length)} others, of which ` +
        `${String(falseAlarms.length)} false`,
    );
    for (const { ids, distance, correlation } of pairs) {
      const kind = known.includes(ids) ? 'known' : samePicture.has(ids) ? 'same' : 'false';
      console.log(`${kind}: ${ids}, ${String(distance)} bits, r ${correlation.toFixed(4)}`);
    }
    expect(known).toHaveLength(4);
    expect(pairs.map(({ ids }) => ids)).toEqual(expect.arrayContaining(known));
    expect(falseAlarms).toEqual([]);
  });

  test('a picture is found beside its own small copy', async () => {
    const [native, small] = [await picturesIn('isic2017-native'), await picturesIn('isic2017-256')];
    const wanted = new Set(native.map(({ id }) => id));
    const copies = small.filter(({ id }) => wanted.has(id));
    const pictures = [...native, ...copies];
    const pairs = await found(pictures);
    const own = pairs.filter(({ a, b }) => pictures[a]?.id === pictures[b]?.id);
    const others = pairs.length - own.length;
    console.log(
      `${String(copies.length)} pictures at native size and as copies of 256 pixels: ` +
        `${String(own.length)} found beside their copy, ${String(others)} beside another picture`,
    );
    expect(copies.length).toBeGreaterThan(0);
    expect(own.length).toBeGreaterThanOrEqual(0.99 * copies.length);
  });
});
