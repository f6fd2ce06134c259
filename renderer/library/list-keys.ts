import type { KeyboardEvent, MouseEvent } from 'react';
import { moveFocus, type GridShape } from './grid-navigation.js';

/** What a hand does to a list of pictures, in the grid as in the table. */
export interface ListActions {
  /** Index in the list. */
  onFocus: (index: number) => void;
  onOpen: (instanceId: string) => void;
  onToggle: (instanceIds: readonly string[]) => void;
  /** From one place to another, both included, in any order; without: all. */
  onSelectPlaces: (first?: number, last?: number) => void;
}

/**
 * A key of a list: arrows and pages move the focus, with Shift they select on the way, Space selects,
 * Enter opens, Ctrl+A selects all that match.
 * @returns whether the key meant something
 */
export function handleListKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>,
  { focus, focusedId, shape }: { focus: number; focusedId: string | undefined; shape: GridShape },
  { onFocus, onOpen, onToggle, onSelectPlaces }: ListActions,
): boolean {
  const withControl = event.ctrlKey || event.metaKey;
  const target = moveFocus(event.key, focus, shape);
  if (target !== null) {
    if (event.shiftKey) onSelectPlaces(Math.min(focus, target), Math.max(focus, target));
    onFocus(target);
  } else if (event.key.toLowerCase() === 'a' && withControl) onSelectPlaces();
  else if (event.key === 'Enter' && focusedId !== undefined) onOpen(focusedId);
  else if (event.key === ' ' && focusedId !== undefined) onToggle([focusedId]);
  else return false;
  return true;
}

/** A click on a picture: alone, with Ctrl to select it too, with Shift to select up to it. */
export function handleListClick(
  event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>,
  { index, focus, instanceId }: { index: number; focus: number; instanceId: string },
  { onFocus, onToggle, onSelectPlaces }: ListActions,
): void {
  if (event.shiftKey) onSelectPlaces(Math.min(focus, index), Math.max(focus, index));
  else if (event.ctrlKey || event.metaKey) onToggle([instanceId]);
  onFocus(index);
}
