/** Chunks that hold something compressed other than pixels (PNG sections 11.3.2.3, 11.3.3.3 and 11.3.3.4). */
const compressed: ReadonlySet<string> = new Set(['iCCP', 'zTXt', 'iTXt']);

const signatureBytes = 8;
/** Length, type and checksum of a chunk. */
const frameBytes = 12;

/**
 * A PNG without its colour profile and texts. Nothing of them is used, and a decoder unpacks them
 * whole: a file of two megabytes would take two gigabytes.
 */
export function withoutCompressedNotes(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const kept: Uint8Array[] = [png.subarray(0, signatureBytes)];
  let at = signatureBytes;
  while (at + frameBytes <= png.length) {
    const end = at + frameBytes + view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (!compressed.has(type)) kept.push(png.subarray(at, end));
    at = end;
  }
  // What is left of a damaged file is the decoder's to refuse.
  kept.push(png.subarray(at));
  return Buffer.concat(kept);
}
