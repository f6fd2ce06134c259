import { AppError } from '../errors.js';
import { forEachRun, RunBuilder, type RunLengthMask } from '../labelmap.js';

/**
 * The pixels that at least `votes` of the masks hold; with more than half of them, their majority.
 * Works on the runs alone. Throws `bad-input` for no masks or masks of different sizes.
 */
export function votedMask(masks: readonly RunLengthMask[], votes: number): RunLengthMask {
  const [first] = masks;
  if (first === undefined) throw new AppError('bad-input', 'there are no masks to vote');
  const { width, height } = first;
  // Where a mask begins and ends, as the pixel's index and what it adds to the count there.
  const edges: { at: number; adds: number }[] = [];
  for (const mask of masks) {
    if (mask.width !== width || mask.height !== height) {
      throw new AppError('bad-input', 'only masks of one size can vote');
    }
    forEachRun(mask, (start, length) => {
      edges.push({ at: start, adds: 1 }, { at: start + length, adds: -1 });
    });
  }
  edges.sort((a, b) => a.at - b.at);
  const builder = new RunBuilder();
  let [position, count] = [0, 0];
  for (const { at, adds } of edges) {
    builder.push(count >= votes ? 1 : 0, at - position);
    position = at;
    count += adds;
  }
  builder.push(0, width * height - position);
  return builder.finish(width, height);
}

/** How many of `voters` are their majority: more than half. */
export function majorityOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}
