export const models = {
  title: 'Models',
  intro: 'Networks that propose outlines. Each comes with what it was trained on and how it did.',
  none: 'No model is installed. Pictures can be outlined by hand.',
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
  },
};
