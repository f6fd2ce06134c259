export const models = {
  title: 'Models',
  intro: 'Networks that propose outlines. Each comes with what it was trained on and how it did.',
  none: 'No model is installed. Pictures can be outlined by hand.',
  add: 'Add a model…',
  added: '{{title}} {{version}} is installed',
  addedBefore: '{{title}} {{version}} was installed before',
  default: 'Default',
  version: 'Version {{version}}',
  trainedOn: 'Trained on',
  intendedUse: 'Intended use',
  license: 'Licence',
  size: 'Parameters',
  cost: 'Multiply-accumulates',
  costHelp: 'Multiply-accumulate operations for one picture at the size the network sees',
  input: 'Input',
  inputValue: '{{width}} × {{height}} px',
  threshold: 'Threshold',
  device: 'Runs on',
  hash: 'SHA-256',
  metrics: 'Results',
  interval: '95 % interval',
  showNote: 'How these were measured',
  hideNote: 'Less',
  metric: {
    pooledIou: {
      name: 'Pooled IoU',
      definition:
        'Intersection over union of the pixels of all pictures taken together; large lesions weigh more.',
    },
    pooledDsc: {
      name: 'Pooled Dice',
      definition:
        'Dice coefficient of the pixels of all pictures taken together; large lesions weigh more.',
    },
    meanJaccard: {
      name: 'Mean Jaccard',
      definition:
        'Intersection over union of each picture, averaged: every picture weighs the same.',
    },
    meanDice: {
      name: 'Mean Dice',
      definition: 'Dice coefficient of each picture, averaged: every picture weighs the same.',
    },
    thresholdJaccard: {
      name: 'Threshold Jaccard',
      definition: 'Mean Jaccard in which a picture below 0.65 counts as 0.',
    },
    failureRate: {
      name: 'Failures',
      definition: 'Share of pictures whose Jaccard is below 0.65.',
    },
    accuracy: {
      name: 'Accuracy',
      definition: 'Share of the pixels of all pictures which are classified rightly.',
    },
    sensitivity: {
      name: 'Sensitivity',
      definition: 'Share of the lesion pixels of all pictures which are found.',
    },
    specificity: {
      name: 'Specificity',
      definition: 'Share of the skin pixels of all pictures which are left out.',
    },
    hausdorff95: {
      name: 'Hausdorff 95 % (px)',
      definition:
        'Distance within which 95 % of one outline lies from the other, in pixels of the size the network sees, averaged over pictures. Less is better.',
    },
    surfaceDice: {
      name: 'Surface Dice at 2 px',
      definition:
        'Share of both outlines which lies within 2 px of the other one, averaged over pictures.',
    },
    rankCorrelation: {
      name: 'Confidence: rank correlation',
      definition: 'Spearman correlation between the confidence and the Jaccard of each picture.',
    },
    failuresFound20: {
      name: 'Failures found in 20 %',
      definition: 'Share of the failures which are among the 20 % least confident pictures.',
    },
    failuresFound40: {
      name: 'Failures found in 40 %',
      definition: 'Share of the failures which are among the 40 % least confident pictures.',
    },
    reviewGain20: {
      name: 'Review gain at 20 %',
      definition:
        'What reviewing the 20 % least confident pictures gains over a random choice, as a share of what a perfect ranking gains.',
    },
    reviewGain40: {
      name: 'Review gain at 40 %',
      definition:
        'What reviewing the 40 % least confident pictures gains over a random choice, as a share of what a perfect ranking gains.',
    },
  },
};
