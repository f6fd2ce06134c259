import { maskFromPixels, xorMasks, type RunLengthMask } from '../../../../shared/labelmap.js';

/** The seeded reader of the kill tests: the same acts in the same order in child and parent. */
export const killedSize = { width: 320, height: 240 };

/** Every seventh record undoes the one before it. */
export function isUndo(index: number): boolean {
  return index % 7 === 6;
}

/** The pixels that record `index` toggles: a bar that depends on the index alone. */
export function strokeOf(index: number): RunLengthMask {
  const { width, height } = killedSize;
  const pixels = new Uint8Array(width * height);
  const top = (index * 37) % (height - 20);
  const left = (index * 53) % (width - 60);
  for (let row = top; row < top + 5 + (index % 15); row += 1) {
    pixels.fill(1, row * width + left, row * width + left + 10 + (index % 50));
  }
  return maskFromPixels(pixels, width, height);
}

/** The mask after the records from `from` on and before `to`, drawn over `mask`. */
export function maskAfter(mask: RunLengthMask, from: number, to: number): RunLengthMask {
  let result = mask;
  for (let index = from; index < to; index += 1) {
    result = xorMasks(result, strokeOf(isUndo(index) ? index - 1 : index));
  }
  return result;
}
