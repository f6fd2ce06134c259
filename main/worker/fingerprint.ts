import type { JobOutput } from './protocol.js';

/** Side of the small grey picture that two pictures are compared by. */
const side = 32;
/** The lowest frequencies in each direction; their signs against the median are the hash. */
const kept = 8;

/**
 * What is alike of alike pictures: the mean grey of 32 x 32 fields, and 64 bits that say which of
 * its lowest frequencies are above their median (a perceptual hash by cosine transform).
 */
export function fingerprintOf(picture: {
  width: number;
  height: number;
  rgb: Uint8Array;
}): JobOutput<'fingerprint'> {
  const grey = smallGrey(picture);
  const low = lowFrequencies(grey);
  // The first is the mean brightness, which says nothing about the picture.
  const median = [...low.subarray(1)].sort((a, b) => a - b)[31] ?? 0;
  let hash = 0n;
  for (const coefficient of low) hash = (hash << 1n) | (coefficient > median ? 1n : 0n);
  return { hash: hash.toString(16).padStart(16, '0'), grey };
}

function smallGrey({
  width,
  height,
  rgb,
}: {
  width: number;
  height: number;
  rgb: Uint8Array;
}): Uint8Array {
  const sums = new Float64Array(side * side);
  const counts = new Uint32Array(side * side);
  // A picture smaller than the fields gives its pixels to several of them.
  const stepX = Math.max(1, Math.ceil(side / width));
  const stepY = Math.max(1, Math.ceil(side / height));
  for (let y = 0; y < height * stepY; y += 1) {
    const fieldY = Math.floor((y * side) / (height * stepY));
    const row = Math.floor(y / stepY) * width;
    for (let x = 0; x < width * stepX; x += 1) {
      const field = fieldY * side + Math.floor((x * side) / (width * stepX));
      const at = 3 * (row + Math.floor(x / stepX));
      const luma = 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
      sums[field] = (sums[field] ?? 0) + luma;
      counts[field] = (counts[field] ?? 0) + 1;
    }
  }
  return Uint8Array.from(sums, (sum, field) => Math.round(sum / (counts[field] ?? 1)));
}

/** The `kept` x `kept` lowest coefficients of the cosine transform (DCT-II), unscaled. */
function lowFrequencies(grey: Uint8Array): Float64Array {
  const cosine = (frequency: number, at: number): number =>
    Math.cos((Math.PI * (2 * at + 1) * frequency) / (2 * side));
  const rows = new Float64Array(side * kept);
  for (let y = 0; y < side; y += 1) {
    for (let u = 0; u < kept; u += 1) {
      let sum = 0;
      for (let x = 0; x < side; x += 1) sum += (grey[y * side + x] ?? 0) * cosine(u, x);
      rows[y * kept + u] = sum;
    }
  }
  const low = new Float64Array(kept * kept);
  for (let v = 0; v < kept; v += 1) {
    for (let u = 0; u < kept; u += 1) {
      let sum = 0;
      for (let y = 0; y < side; y += 1) sum += (rows[y * kept + u] ?? 0) * cosine(v, y);
      low[v * kept + u] = sum;
    }
  }
  return low;
}
