/** Texts of what lies over the skin. */

export const artefactNames = {
  hair: 'Hair',
  ruler: 'Ruler',
  bubble: 'Bubbles',
  vignette: 'Vignette',
} as const;

export const artefactActions = {
  'command-find-artefacts': 'Find artefacts',
  'toggle-artefacts': 'Hide or show the artefacts',
} as const;

export const artefacts = {
  title: 'Artefacts',
  shown: 'shown',
  note: 'What lies over the skin. Exported as “ignore”, never counted as lesion.',
  find: 'Find artefacts',
  findAgain: 'Find again',
  findHint:
    'Hair, rulers, bubbles and a dark surround, by image processing. Replaces what is there; undo brings it back.',
  finding: 'Looking for artefacts…',
  nothing: 'Nothing was found.',
  same: 'Nothing else was found.',
  failed: 'The artefacts could not be looked for.',
  area: '{{percent}} %',
  opacity: 'Opacity of the artefacts',
} as const;
