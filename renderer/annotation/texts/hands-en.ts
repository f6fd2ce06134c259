/** What smooths the hand’s way, and what lets it see. */
export const handActions = {
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
