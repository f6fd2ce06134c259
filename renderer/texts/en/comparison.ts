export const comparison = {
  screen: 'Comparison of {{name}}',
  sources: 'What is compared',
  chooseSources: 'Choose what to compare.',
  source: {
    reader: 'Correction',
    truth: 'Known mask',
    majority: 'Majority of the models',
  },
  view: {
    label: 'Masks shown as',
    outline: 'Outline',
    fill: 'Fill',
    difference: 'Difference',
    votes: 'Votes',
  },
  linked: 'Move together',
  previous: 'Previous picture',
  next: 'Next picture',
  onlyFirst: 'Only {{name}}',
  onlyThis: 'Only this pane',
  tables: 'Agreement in numbers',
  matrix: 'Jaccard of every two',
  against: 'Against: {{known}}',
  noKnown: 'No correction and no known mask yet, so nothing to score against.',
  correct: 'Start the correction from this mask',
  correctFrom: 'Start the correction from {{name}}',
  pane: {
    label: '{{name}}: drag to move, wheel to zoom, double-click or 0 to fit',
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
