import { votedMask } from '../../shared/comparison/votes.js';
import { subtractMasks, type RunLengthMask } from '../../shared/labelmap.js';
import { maskPath, type PaneMask } from '../viewport/pane-drawing.js';
import type { Source } from './sources.js';

export const shownAs = ['outline', 'fill', 'difference', 'votes'] as const;
export type ShownAs = (typeof shownAs)[number];

const colours: Readonly<Record<Source['kind'], string>> = {
  model: '#29d3e8',
  reader: '#ffc24b',
  truth: '#ffffff',
  majority: '#ffffff',
};
/** Okabe-Ito, as everywhere two masks are told apart. */
export const onlyFirstColour = '#56b4e9';
export const onlyThisColour = '#e69f00';

const FILL = 0.35;
const DIFFERENCE_FILL = 0.6;
const VOTE_FILL = 0.6;

/** A source's own mask. */
export function ownMask(kind: Source['kind'], mask: RunLengthMask, filled: boolean): PaneMask[] {
  const outline = kind === 'model' ? 'dashed' : 'solid';
  return [{ path: maskPath(mask), colour: colours[kind], fill: filled ? FILL : 0, outline }];
}

/** Where two masks differ; where they agree the picture stays as it is. */
export function differenceMasks(first: RunLengthMask, mask: RunLengthMask): PaneMask[] {
  const part = (pixels: RunLengthMask, colour: string): PaneMask => ({
    ...{ path: maskPath(pixels), colour, fill: DIFFERENCE_FILL, outline: 'none' },
  });
  return [
    part(subtractMasks(first, mask), onlyFirstColour),
    part(subtractMasks(mask, first), onlyThisColour),
  ];
}

/** The more masks hold a pixel, the denser: each vote lays the same colour over it once more. */
export function voteMasks(masks: readonly RunLengthMask[]): PaneMask[] {
  return masks.map((_, index) => ({
    path: maskPath(votedMask(masks, index + 1)),
    colour: onlyFirstColour,
    fill: VOTE_FILL / masks.length,
    outline: 'none',
  }));
}
