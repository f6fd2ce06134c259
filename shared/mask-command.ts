import { fillHoles, keepLargest, removeIslands } from './components.js';
import { snapToEdges, type GreyPart } from './edge-snap.js';
import {
  intersectMasks,
  subtractMasks,
  unionMasks,
  xorMasks,
  type RunLengthMask,
} from './labelmap.js';
import { growMask, shrinkMask, smoothMask } from './morphology.js';

/** An operation on a whole mask. Sizes are whole image pixels. */
export type MaskCommand =
  | { readonly name: 'fill-holes' | 'keep-largest' }
  | { readonly name: 'remove-islands'; readonly pixels: number }
  | { readonly name: 'grow' | 'shrink' | 'smooth'; readonly radius: number }
  | { readonly name: 'snap'; readonly band: number; readonly grey: GreyPart }
  | {
      readonly name: 'union' | 'intersect' | 'subtract' | 'invert-inside';
      readonly other: RunLengthMask;
    };

export type MaskCommandName = MaskCommand['name'];

/** What is done with an island that is pointed at. */
export type IslandAct = 'keep-island' | 'remove-island';

/** All that is listed as a command on a mask. */
export type ListedCommand = MaskCommandName | IslandAct;

export function isIslandAct(name: ListedCommand): name is IslandAct {
  return name === 'keep-island' || name === 'remove-island';
}

/**
 * The mask after a command; the given one is not changed.
 * @throws AppError `bad-input` when the other mask has another size.
 */
export function runMaskCommand(mask: RunLengthMask, command: MaskCommand): RunLengthMask {
  switch (command.name) {
    case 'fill-holes':
      return fillHoles(mask);
    case 'keep-largest':
      return keepLargest(mask);
    case 'remove-islands':
      return removeIslands(mask, command.pixels);
    case 'grow':
      return growMask(mask, command.radius);
    case 'shrink':
      return shrinkMask(mask, command.radius);
    case 'smooth':
      return smoothMask(mask, command.radius);
    case 'snap':
      return snapToEdges(mask, command.grey, command.band);
    case 'union':
      return unionMasks(mask, command.other);
    case 'intersect':
      return intersectMasks(mask, command.other);
    case 'subtract':
      return subtractMasks(mask, command.other);
    case 'invert-inside':
      return xorMasks(mask, command.other);
  }
}
