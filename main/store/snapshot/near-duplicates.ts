import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.js';

/** What a worker made of a picture: 64 bits in hexadecimal and 32 x 32 grey values. */
export interface Fingerprint {
  hash: string;
  grey: Uint8Array;
}

/** Two pictures that show the same, by their places in the list. */
export interface NearDuplicate {
  a: number;
  b: number;
  /** Bits in which the hashes differ, of 64. */
  distance: number;
  /** Correlation of the small grey pictures. */
  correlation: number;
}

/** Of the ISIC 2017 pairs known to be alike the hashes differ in 2 bits at most. */
const maxDistance = 6;
/** Unlike lesions in the middle of pale skin reach 0.98. */
const minCorrelation = 0.985;

/** Hashes that differ in six bits at most are equal in one of seven parts at least. */
const parts = [0, 9, 18, 27, 36, 45, 54].map((from) => ({ from, length: from === 54 ? 10 : 9 }));
/** As long as the window may wait for main. */
const pauseAfterMs = 20;

/**
 * Pairs of pictures that are alike: the same one after other compression, colours or a small
 * change of the frame. The hash finds candidates, the small pictures decide. In steps, so that
 * 100,000 pictures stall nothing.
 * @throws AppError `cancelled`
 */
export async function findNearDuplicates(
  fingerprints: readonly Fingerprint[],
  signal?: AbortSignal,
): Promise<NearDuplicate[]> {
  const hashes = fingerprints.map(({ hash }) => BigInt(`0x${hash}`));
  const keys = parts.map(({ from, length }) =>
    Uint16Array.from(hashes, (hash) =>
      Number((hash >> BigInt(from)) & ((1n << BigInt(length)) - 1n)),
    ),
  );
  const high = Uint32Array.from(hashes, (hash) => Number(hash >> 32n));
  const low = Uint32Array.from(hashes, (hash) => Number(hash & 0xffffffffn));
  const normal = new Map<number, Float64Array>();
  const normalOf = (index: number): Float64Array => {
    const known = normal.get(index) ?? normalised(fingerprints[index]?.grey ?? new Uint8Array());
    normal.set(index, known);
    return known;
  };
  const pairs: NearDuplicate[] = [];
  let startedAt = performance.now();
  for (const [part, key] of keys.entries()) {
    const earlier = keys.slice(0, part);
    for (const members of sameKey(key)) {
      for (const [place, a] of members.entries()) {
        for (const b of members.slice(place + 1)) {
          const distance =
            setBits((high[a] ?? 0) ^ (high[b] ?? 0)) + setBits((low[a] ?? 0) ^ (low[b] ?? 0));
          // A pair that is equal in an earlier part was looked at there.
          if (distance > maxDistance || earlier.some((other) => other[a] === other[b])) continue;
          const correlation = product(normalOf(a), normalOf(b));
          if (correlation >= minCorrelation) pairs.push({ a, b, distance, correlation });
        }
        if (performance.now() - startedAt < pauseAfterMs) continue;
        await nextTurn();
        if (signal?.aborted) throw new AppError('cancelled', 'The comparison was cancelled.');
        startedAt = performance.now();
      }
    }
  }
  return pairs.sort((one, other) => one.a - other.a || one.b - other.b);
}

function sameKey(keys: Uint16Array): Iterable<number[]> {
  const members = new Map<number, number[]>();
  for (const [index, key] of keys.entries()) {
    const same = members.get(key);
    if (same) same.push(index);
    else members.set(key, [index]);
  }
  return members.values();
}

/** Counts ones in parallel, in fields of two, four and eight bits. */
function setBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Mean 0 and length 1; a picture of one grey is 0 everywhere and like no other. */
function normalised(grey: Uint8Array): Float64Array {
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const centred = Float64Array.from(grey, (value) => value - mean);
  const length = Math.sqrt(product(centred, centred));
  return length === 0 ? centred : centred.map((value) => value / length);
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
