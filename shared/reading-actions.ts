/**
 * What a reader can do on the correction screen by key, with the keys it has unless the reader
 * chose others. Chords are written as modifiers and the key in lower case: `control+shift+z`.
 */
export const readingActions = {
  'tool-brush': ['1', 'b'],
  'tool-eraser': ['2', 'e'],
  'tool-threshold-brush': ['3'],
  'tool-freehand': ['4'],
  'tool-polygon': ['5'],
  'tool-livewire': ['i'],
  'tool-rectangle': ['6'],
  'tool-circle': ['7'],
  'tool-wand': ['8'],
  'tool-paint-fill': ['9'],
  'tool-lasso': ['0'],
  'tool-pan': ['p'],
  'tool-window': ['l'],
  'previous-segment': ['q'],
  'next-segment': ['w'],
  'brush-smaller': ['['],
  'brush-larger': [']'],
  'area-mode': ['a'],
  'toggle-smoothing': ['alt+s'],
  commands: ['m'],
  'command-fill-holes': [],
  'command-keep-largest': [],
  'command-remove-islands': [],
  'command-keep-island': ['alt+o'],
  'command-remove-island': ['alt+i'],
  'command-grow': [],
  'command-shrink': [],
  'command-smooth': [],
  'command-snap': ['s'],
  'command-union': [],
  'command-intersect': [],
  'command-subtract': [],
  'command-invert-inside': [],
  'command-find-artefacts': ['alt+y'],
  undo: ['control+z'],
  redo: ['control+y', 'control+shift+z'],
  history: ['j'],
  'choose-model': ['d'],
  'take-over': ['t'],
  'toggle-proposal': ['x'],
  'toggle-heat': ['o'],
  'toggle-masks': ['h'],
  'toggle-artefacts': ['y'],
  'toggle-blink': ['z'],
  fit: ['f'],
  'zoom-in': ['+', '='],
  'zoom-out': ['-'],
  'pan-left': ['arrowleft'],
  'pan-right': ['arrowright'],
  'pan-up': ['arrowup'],
  'pan-down': ['arrowdown'],
  'reset-window': ['r'],
  submit: ['enter'],
  'next-unread': ['n'],
  'previous-picture': ['pageup'],
  'next-picture': ['pagedown'],
  'previous-frame': [','],
  'next-frame': ['.'],
  'mark-length': ['k'],
  'mark-area': ['alt+k'],
  'mark-arrow': ['alt+a'],
  'mark-note': ['alt+n'],
  'mark-calibration': ['alt+c'],
  'mark-delete': ['delete'],
  'abcd-draft': ['alt+b'],
  flip: ['v'],
  flag: ['g'],
  comment: ['c'],
  'difficulty-easy': ['alt+1'],
  'difficulty-medium': ['alt+2'],
  'difficulty-hard': ['alt+3'],
  side: ['u'],
  back: ['backspace'],
  palette: ['control+k'],
  help: ['?'],
} as const satisfies Record<string, readonly string[]>;

export type ReadingAction = keyof typeof readingActions;

/** All actions, in the order in which they are listed. */
export const readingActionIds = Object.keys(readingActions) as [ReadingAction, ...ReadingAction[]];

/** The reader's own keys, by action; an action that is absent has its default keys. */
export type OwnKeys = { readonly [Action in ReadingAction]?: readonly string[] | undefined };

/** The keys of every action. */
export function keysOf(own: OwnKeys): ReadonlyMap<ReadingAction, readonly string[]> {
  return new Map(readingActionIds.map((action) => [action, own[action] ?? readingActions[action]]));
}

/** The action of each chord. Where two share a chord, the one a reader chose it for has it. */
export function actionsByChord(own: OwnKeys): ReadonlyMap<string, ReadingAction> {
  const byChord = new Map<string, ReadingAction>();
  for (const [action, chords] of keysOf(own)) {
    for (const chord of chords) {
      if (!byChord.has(chord) || own[action] !== undefined) byChord.set(chord, action);
    }
  }
  return byChord;
}
