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

/**
 * Pairs of pictures that are alike: the same one after other compression, colours or a small
 * change of the frame. The hash finds candidates, the small pictures decide.
 */
export function findNearDuplicates(fingerprints: readonly Fingerprint[]): NearDuplicate[] {
  const bits = fingerprints.map(({ hash }) => [
    Number.parseInt(hash.slice(0, 8), 16),
    Number.parseInt(hash.slice(8), 16),
  ]);
  const high = Uint32Array.from(bits, ([value = 0]) => value);
  const low = Uint32Array.from(bits, ([, value = 0]) => value);
  const normal = new Map<number, Float64Array>();
  const normalOf = (index: number): Float64Array => {
    const known = normal.get(index) ?? normalised(fingerprints[index]?.grey ?? new Uint8Array());
    normal.set(index, known);
    return known;
  };
  const pairs: NearDuplicate[] = [];
  for (let a = 0; a < high.length; a += 1) {
    const [highA, lowA] = [high[a] ?? 0, low[a] ?? 0];
    for (let b = a + 1; b < high.length; b += 1) {
      const distance = setBits(highA ^ (high[b] ?? 0)) + setBits(lowA ^ (low[b] ?? 0));
      if (distance > maxDistance) continue;
      const correlation = product(normalOf(a), normalOf(b));
      if (correlation >= minCorrelation) pairs.push({ a, b, distance, correlation });
    }
  }
  return pairs;
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
