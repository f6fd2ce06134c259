/** What smooths the hand's way. */
export const handActions = {
  'toggle-smoothing': 'Smooth strokes, or not',
} as const;

export const smoothing = {
  label: 'Smoothing of strokes, in pixels of the screen; 0 is off',
  help: 'The stroke is drawn on a string of this many screen pixels after the pointer: trembling within it leaves no trace. The stroke ends where you let go; 0 is off. {{key}} switches it.',
} as const;
