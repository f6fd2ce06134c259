export const comparison = {
  screen: 'Comparison of {{name}}',
  sources: 'What is compared',
  chooseSources: 'Choose what to compare.',
  source: {
    reader: 'Correction',
    readerNamed: 'Correction of {{name}}',
    older: '{{name}}, {{time}}',
    truth: 'Known mask',
    majority: 'Majority of the models',
    staple: 'STAPLE of the models',
  },
  view: {
    label: 'Masks shown as',
    outline: 'Outline',
    fill: 'Fill',
    difference: 'Difference',
    votes: 'Votes',
    uncertainty: 'Uncertainty',
    regions: 'Take regions',
    swipe: 'Swipe',
    flicker: 'Flicker',
  },
  arrangement: {
    label: 'Arrangement of the panes',
    grid: 'Grid',
    row: 'Row',
    column: 'Column',
  },
  linked: 'Move together',
  blind: 'Blinded reading',
  previous: 'Previous picture',
  next: 'Next picture',
  onlyFirst: 'Only {{name}}',
  onlyThis: 'Only this pane',
  uncertaintyLegend:
    'From sure to undecided, 1 bit; in an agreement’s pane, of the models’ mean probability',
  votesLegend: 'The denser, the more of the panes hold the pixel',
  regions: {
    drop: 'Only in the correction: a click drops it',
    take: 'Only in this pane: a click takes it',
    help: 'Keys: . and , go from region to region, Enter takes or drops',
  },
  draft: {
    empty: 'Correction: nothing yet',
    area: 'Correction: {{area}} px',
    startFrom: 'Start from',
    undo: 'Undo',
    redo: 'Redo',
    open: 'Go on correcting',
  },
  pair: {
    first: 'First',
    second: 'Second',
    run: 'Alternate',
    showSecond: 'Show the second',
    border: 'Border between the two',
  },
  threshold: {
    short: '≥ {{value}}',
    of: 'Threshold of {{name}}: {{value}}',
    title: 'Probability from which a pixel is lesion',
    own: 'The model’s own: {{value}}',
  },
  moveLeft: 'Move {{name}} before',
  moveRight: 'Move {{name}} after',
  tables: 'Agreement in numbers',
  matrix: 'Jaccard of every two',
  against: 'Against: {{known}}',
  noKnown: 'No correction and no known mask yet, so nothing to score against.',
  correctFrom: 'Start the correction from {{name}}',
  pane: {
    label: '{{name}}: drag to move, wheel to zoom, double-click or 0 to fit',
    pickLabel:
      '{{name}}: click a region to take or drop it, . and , step through them, Enter takes; drag to move, wheel to zoom, 0 to fit',
    waiting: 'Waits for its turn',
    waitsForModels: 'Waits for the models',
    tooFew: 'Show at least {{count}} models for this',
    running: 'The model is running',
    ms: '{{ms}} ms',
    runHelp: 'Time the network took',
    confidence: 'conf. {{share}}',
    confidenceHelp: 'The model’s estimate of its own Jaccard',
    jaccard: 'J {{value}}',
  },
  score: {
    jaccard: {
      name: 'Jaccard',
      definition: 'Intersection over union of the two masks, at the picture’s own size',
    },
    dice: {
      name: 'Dice',
      definition: '2 TP / (2 TP + FP + FN) of the two masks, at the picture’s own size',
    },
    sensitivity: {
      name: 'Sensitivity',
      definition:
        'TP / (TP + FN): the share of the known lesion that is found, at the picture’s own size',
    },
    specificity: {
      name: 'Specificity',
      definition:
        'TN / (TN + FP): the share of the known skin that is left out, at the picture’s own size',
    },
    meanSurfaceDistance: {
      name: 'Mean distance',
      definition:
        'Mean distance of the pixels of both outlines to the other outline, in pixels of 256 × 256; 0 is best',
    },
    hausdorff95: {
      name: 'Hausdorff 95 %',
      definition:
        'The greater of the two directed 95 % distances between the outlines, in pixels of 256 × 256; 0 is best',
    },
    surfaceDice: {
      name: 'Surface Dice',
      definition:
        'Share of both outlines within 2 px of the other one, both masks at 256 × 256; 1 is best',
    },
  },
};
