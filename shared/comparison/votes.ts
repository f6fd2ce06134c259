import { AppError } from '../errors.js';
import { forEachRun, RunBuilder, type RunLengthMask } from '../labelmap.js';

/** More masks than bits of the number that holds the votes of a pixel cannot be told apart. */
const MOST_MASKS = 30;

/**
 * The pixels that at least `votes` of the masks hold; with more than half of them, their majority.
 * Works on the runs alone. Throws `bad-input` for no masks or masks of different sizes.
 */
export function votedMask(masks: readonly RunLengthMask[], votes: number): RunLengthMask {
  const builder = new RunBuilder();
  const { width, height } = sweepVotes(masks, (pattern, length) => {
    builder.push(bitsOf(pattern) >= votes ? 1 : 0, length);
  });
  return builder.finish(width, height);
}

/**
 * Tells, from the first pixel to the last, how many pixels in a row have the same votes: bit i is
 * set where mask i holds them. Returns the masks' size. Throws as votedMask does.
 */
export function sweepVotes(
  masks: readonly RunLengthMask[],
  visit: (votes: number, length: number) => void,
): { width: number; height: number } {
  const [first] = masks;
  if (first === undefined) throw new AppError('bad-input', 'there are no masks to vote');
  if (masks.length > MOST_MASKS) throw new AppError('bad-input', 'too many masks to vote');
  const { width, height } = first;
  // Where a mask begins and ends: its bit changes there.
  const edges: { at: number; bit: number }[] = [];
  for (const [index, mask] of masks.entries()) {
    if (mask.width !== width || mask.height !== height) {
      throw new AppError('bad-input', 'only masks of one size can vote');
    }
    forEachRun(mask, (start, length) => {
      edges.push({ at: start, bit: 1 << index }, { at: start + length, bit: 1 << index });
    });
  }
  edges.sort((a, b) => a.at - b.at);
  let [position, votes] = [0, 0];
  for (const { at, bit } of edges) {
    if (at > position) visit(votes, at - position);
    position = at;
    votes ^= bit;
  }
  if (position < width * height) visit(votes, width * height - position);
  return { width, height };
}

/** How many of `voters` are their majority: more than half. */
export function majorityOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

function bitsOf(votes: number): number {
  let count = 0;
  for (let rest = votes; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
