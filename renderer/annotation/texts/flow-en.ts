/** Texts of what a reader records beside the masks. */

export const flowActions = {
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

export const flip = {
  start: 'Before: the mask as it was when you opened the picture',
  proposal: 'Before: the proposal',
  back: 'Back to my mask',
} as const;

export const side = { label: 'Panels', mask: 'Mask', reading: 'Reading' } as const;
