import { votedMask } from '../../shared/comparison/votes.js';
import { subtractMasks, type RunLengthMask } from '../../shared/labelmap.js';
import { maskPath, type PaneMask } from '../viewport/pane-drawing.js';
import type { Differences } from './regions.js';
import type { Source } from './sources.js';

const colours: Readonly<Record<Source['kind'], string>> = {
  model: '#29d3e8',
  reader: '#ffc24b',
  truth: '#ffffff',
  majority: '#ffffff',
  staple: '#ffffff',
};
/** Okabe-Ito, as everywhere two masks are told apart. */
export const onlyFirstColour = '#56b4e9';
export const onlyThisColour = '#e69f00';

const FILL = 0.35;
const DIFFERENCE_FILL = 0.6;
const VOTE_FILL = 0.6;
const CURRENT_FILL = 0.9;

/** A source's own mask. */
export function ownMask(kind: Source['kind'], mask: RunLengthMask, filled: boolean): PaneMask[] {
  const outline = kind === 'model' ? 'dashed' : 'solid';
  return [{ path: maskPath(mask), colour: colours[kind], fill: filled ? FILL : 0, outline }];
}

function area(pixels: RunLengthMask, colour: string, fill = DIFFERENCE_FILL): PaneMask {
  return { path: maskPath(pixels), colour, fill, outline: 'none' };
}

/** Where two masks differ; where they agree the picture stays as it is. */
export function differenceMasks(first: RunLengthMask, mask: RunLengthMask): PaneMask[] {
  return [
    area(subtractMasks(first, mask), onlyFirstColour),
    area(subtractMasks(mask, first), onlyThisColour),
  ];
}

/** The correction's border and what a pane would add to it or drop from it. */
export function regionMasks(draft: RunLengthMask, { added, dropped }: Differences): PaneMask[] {
  return [
    area(dropped, onlyFirstColour),
    area(added, onlyThisColour),
    ...ownMask('reader', draft, false),
  ];
}

/** The region that the keyboard is at. */
export function currentRegionMask(region: RunLengthMask): PaneMask {
  return { ...area(region, '#ffffff', CURRENT_FILL), outline: 'solid' };
}

/** The more masks hold a pixel, the denser: each vote lays the same colour over it once more. */
export function voteMasks(masks: readonly RunLengthMask[]): PaneMask[] {
  return masks.map((_, index) =>
    area(votedMask(masks, index + 1), onlyFirstColour, VOTE_FILL / masks.length),
  );
}
