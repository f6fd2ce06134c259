/** Texts of what a reader records beside the masks. */

export const flowActions = {
  'mark-length': 'Measure a length',
  'mark-area': 'Measure an area',
  'mark-arrow': 'Arrow',
  'mark-note': 'Note',
  'mark-calibration': 'Calibrate along a ruler',
  'mark-delete': 'Take the chosen mark away',
  'abcd-draft': 'Draft the ABCD scores',
  flip: 'Before and after',
  flag: 'Flag',
  comment: 'Comment',
  'difficulty-easy': 'Difficulty: easy',
  'difficulty-medium': 'Difficulty: medium',
  'difficulty-hard': 'Difficulty: hard',
  side: 'Panels: mask or reading',
} as const;

export const flow = {
  title: 'Reading',
  flagged: 'flagged',
  difficulty: 'Difficulty',
  difficulties: { easy: 'Easy', medium: 'Medium', hard: 'Hard' },
  comment: 'Comment',
  commentHint: 'Comment; it stays in this library',
  spentHint:
    'Time at work on this picture; stops {{seconds}} s after the last input and while the window is hidden',
} as const;

export const marks = {
  title: 'Measures and notes',
  kind: 'What is pinned to the picture',
  kinds: {
    length: 'Length',
    area: 'Area',
    arrow: 'Arrow',
    note: 'Note',
    calibration: 'Calibration',
  },
  hints: {
    length: 'Pull a line; pull an end or the line of a mark to move it; Delete takes it away',
    area: 'Press for corners; double press or Enter closes',
    arrow: 'Pull from the tail to the tip',
    note: 'Press where the note belongs',
    calibration: 'Pull along a ruler in the picture, then say how long that is',
  },
  empty: 'Nothing pinned yet. The ruler among the tools measures; notes and arrows are beside it.',
  scale: '{{value}} mm a pixel ({{source}})',
  noScale: 'No scale is stated, so measures are in pixels. A line along a ruler sets one.',
  source: {
    'pixel-spacing': 'DICOM Pixel Spacing',
    'imager-pixel-spacing': 'DICOM Imager Pixel Spacing',
    'calibration-line': 'line along the ruler',
  },
  px: '{{value}} px',
  px2: '{{value}} px²',
  mm: '{{value}} mm, {{px}} ({{source}})',
  mm2: '{{value}} mm², {{px}} ({{source}})',
  calibrated: '{{value}} mm = {{px}} px',
  steps: { 'mark-move': 'Mark moved', 'mark-text': 'Note or calibration changed' },
  noteText: 'Note',
  calibrationLength: 'Length of the line',
  keep: 'Keep',
  edit: 'Change {{name}}',
  remove: 'Take {{name}} away',
} as const;

export const questions = {
  title: 'Questions',
  none: 'This library asks nothing. Questions are added in the settings.',
  open: '—',
} as const;

export const flip = {
  start: 'Before: the mask as it was when you opened the picture',
  proposal: 'Before: the proposal',
  back: 'Back to my mask',
} as const;

export const side = { label: 'Panels', mask: 'Mask', reading: 'Reading' } as const;
