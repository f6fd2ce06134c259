/** Sizes of all text and controls that can be chosen, as a factor of the usual one. */
export const textSizes = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

const [smallest] = textSizes;
const largest = textSizes.at(-1) ?? smallest;

/** The range that a kept size may be in. */
export const textSizeRange = { min: smallest, max: largest } as const;

/** The next larger (1) or smaller (-1) size of those that can be chosen; at the end, the last one. */
export function nextTextSize(size: number, step: 1 | -1): number {
  if (step === 1) return textSizes.find((each) => each > size) ?? largest;
  return textSizes.findLast((each) => each < size) ?? smallest;
}
