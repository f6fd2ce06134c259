/** What smooths the hand’s way, what lets it see, and what it clicks on. */
export const handActions = {
  'command-keep-island': 'Keep the clicked island',
  'command-remove-island': 'Remove the clicked island',
  'toggle-blink': 'Blink the masks, or not',
  'toggle-smoothing': 'Smooth strokes, or not',
} as const;

export const smoothing = {
  label: 'Smoothing of strokes, in pixels of the screen; 0 is off',
  help: 'The stroke is drawn on a string of this many screen pixels after the pointer: trembling within it leaves no trace. The stroke ends where you let go; 0 is off. {{key}} switches it.',
} as const;

export const blink = {
  blink: 'Blink',
  blinkHelp:
    'Shows and hides mask and proposal in turn, once a second, to see the border under them (slower where the system asks for less motion). It stops when you draw.',
} as const;

export const island = {
  label: 'What a click on an island does',
  keep: 'Keep',
  remove: 'Remove',
  point: 'Click an island; {{islands}} here',
  help: 'Pixels that meet at a side or a corner are one island. A click keeps it and takes all others away, or takes it away; undo brings them back.',
  none: 'This segment has no island, or cannot be changed now.',
  effect: 'removes {{goes}} px (islands: {{parts}})',
  next: 'Next',
  end: 'Done',
} as const;
