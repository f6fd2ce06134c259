export const common = {
  disclaimer: 'For research use. Not a diagnostic device.',
  action: {
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    tryAgain: 'Try again',
  },
  nav: {
    label: 'Screens',
    library: 'Library',
    worklist: 'Worklist',
    read: 'Read',
    compare: 'Compare',
    review: 'Review',
    blinded: 'Blinded reading',
    set: 'Set run',
    snapshots: 'Snapshots',
    models: 'Models',
    settings: 'Settings',
    about: 'About',
    nothingToRead: 'Import a picture first',
  },
  search: {
    label: 'Search pictures by words',
    placeholder: 'Search words',
    clear: 'Clear the search',
  },
  breadcrumb: 'Where you are',
  loading: 'Loading',
  readOnly: {
    title: 'This library is open for reading only.',
    causes: {
      'in-use': {
        why: 'It is open in another window or program.',
        remedy: 'Close that one, then start Limen again to change anything.',
      },
      'taken-over': {
        why: 'Another program took it over while this one was paused.',
        remedy: 'What was saved is kept. Close that program, then start Limen again.',
      },
      unwritable: {
        why: 'Its folder cannot be written.',
        remedy:
          'Give your account the right to write to it, or copy it to a disk that can be written and open the copy.',
      },
      damaged: {
        why: 'Its database is damaged; what can be read is shown.',
        remedy: 'Restore library.db from a backup; “limen verify” says what is wrong.',
      },
      asked: {
        why: 'It was opened so.',
        remedy: 'Start Limen without that wish to change anything.',
      },
    },
  },
  statusBar: {
    reader: 'Reader {{name}}',
    label: 'State of the app',
    noModel: 'No model installed',
    device_one: '{{name}}, {{count}} thread',
    device_other: '{{name}}, {{count}} threads',
    deviceName: {
      cpu: 'CPU',
      webgpu: 'GPU (WebGPU)',
      cuda: 'GPU (CUDA)',
      dml: 'GPU (DirectML)',
      coreml: 'Core ML',
    },
    fallback: {
      'unsupported-platform': 'Only the CPU is supported on this platform.',
      'none-found': 'No graphics processor was found.',
      'ended-process':
        'The graphics processor was passed over: its self-test ended the inference process.',
      'results-differ': '{{name}} was passed over: its results differ from the CPU’s.',
      'cannot-run': '{{name}} was passed over: it could not run this model.',
    },
    testing: 'Testing the device',
    queued_one: '{{count, number}} picture queued',
    queued_other: '{{count, number}} pictures queued',
    idle: 'Nothing queued',
    saved: 'All saved {{time}}',
    nothingToSave: 'All saved',
    saving: 'Saving',
    saveFailed: 'Not saved',
    readOnly: 'Read-only',
  },
  boundary: {
    title: 'This screen stopped working',
    body: 'What you drew up to the last finished stroke is saved. Reload the window to go on.',
    reload: 'Reload the window',
  },
  about: {
    title: 'About Limen',
    purpose: 'Segment, correct and compare skin lesions in dermoscopy pictures.',
    version: 'Version',
    runtime: 'Electron',
    library: 'Library',
    license: 'Licence',
    licenseText:
      'Apache-2.0. The licences of the parts it is built from are in the file NOTICE beside the app.',
    privacy: 'Pictures stay on this computer: the app makes no network connection.',
  },
  errors: {
    'bad-input': {
      what: 'The request was not understood.',
      remedy: 'Try again. If it happens again, restart Limen.',
    },
    'not-found': {
      what: 'This is no longer in the library.',
      remedy: 'Go back to the library and open it from there.',
    },
    'unreadable-file': {
      what: 'The file could not be read.',
      remedy: 'It may be damaged or incomplete. Copy it from its source again and import that.',
    },
    'unsupported-format': {
      what: 'This kind of file is not supported.',
      remedy: 'Use JPEG, PNG, TIFF, BMP or DICOM.',
    },
    'mask-unfit': {
      what: 'The mask does not fit a picture.',
      remedy: 'Import it together with its picture, at the same size and with the same name.',
    },
    'too-large': {
      what: 'The picture is larger than Limen opens.',
      remedy: 'Save it at a smaller size and import that.',
    },
    'model-invalid': {
      what: 'The model does not match its description.',
      remedy: 'Install the model again; until then, choose another one.',
    },
    'inference-failed': {
      what: 'The model could not outline this picture.',
      remedy: 'Outline it by hand, or try again with the device set to CPU in Settings.',
    },
    'worker-crashed': {
      what: 'The process working on this picture ended unexpectedly.',
      remedy: 'It has been started again and other pictures go on. Try this one once more.',
    },
    'deadline-exceeded': {
      what: 'This took too long and was stopped.',
      remedy: 'Try again when the computer is less busy.',
    },
    'out-of-memory': {
      what: 'There was not enough memory for this picture.',
      remedy: 'Close other programs and try again.',
    },
    cancelled: { what: 'Cancelled.', remedy: 'Start it again whenever you like.' },
    'library-read-only': {
      what: 'The library is open for reading only.',
      remedy: 'The notice at the top of the window says why and what to do.',
    },
    'library-damaged': {
      what: 'Part of the library is damaged.',
      remedy: 'Keep a copy of the library folder and run “limen verify” to see which part.',
    },
    'disk-full': {
      what: 'The disk is full, so nothing was written.',
      remedy: 'Free some space and try again. What was saved before is intact.',
    },
    'write-failed': {
      what: 'A file could not be written. What was saved before is intact.',
      remedy: 'Check that the folder exists and that you may write to it, then try again.',
    },
    'held-for-review': {
      what: 'The picture is held back until somebody has looked for text in it.',
      remedy: 'Look at it and confirm that there is no text, then try again.',
    },
    internal: {
      what: 'Something went wrong inside Limen.',
      remedy: 'Try again. If it happens again, restart Limen; finished strokes are saved.',
    },
  },
  form: {
    questions: {
      diagnosis: 'Diagnosis',
      site: 'Site',
      quality: 'Quality of the picture',
    },
    options: {
      nevus: 'Nevus',
      melanoma: 'Melanoma',
      'seborrheic-keratosis': 'Seborrheic keratosis',
      'basal-cell-carcinoma': 'Basal cell carcinoma',
      'actinic-keratosis': 'Actinic keratosis',
      dermatofibroma: 'Dermatofibroma',
      'vascular-lesion': 'Vascular lesion',
      other: 'Other',
      uncertain: 'Uncertain',
      'head-neck': 'Head or neck',
      'anterior-torso': 'Anterior torso',
      'posterior-torso': 'Posterior torso',
      'upper-extremity': 'Upper extremity',
      'lower-extremity': 'Lower extremity',
      'palms-soles': 'Palms or soles',
      'oral-genital': 'Oral or genital',
      good: 'Good',
      limited: 'Limited',
      poor: 'Poor',
    },
  },
};
