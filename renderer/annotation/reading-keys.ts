import type { ListedCommand } from '../../shared/mask-command.js';
import type { ReadingAction } from '../../shared/reading-actions.js';
import type { Difficulty } from '../../shared/reading-record.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import type { Tool } from '../viewport/tools/tool.js';
import type { Display } from './use-display.js';

interface ReadingActs {
  display: Display;
  stage: PictureStage;
  undo: (() => void) | null;
  redo: (() => void) | null;
  takeOver: () => void;
  submit: () => void;
  back: () => void;
  openNextUnread: () => void;
  openPrevious: () => void;
  openNext: () => void;
  goToFrame: (step: number) => void;
  showHelp: () => void;
  showPalette: () => void;
  showCommands: () => void;
  command: (name: ListedCommand) => void;
  /** A tool is chosen: no click is for an island any more. */
  endIslands: () => void;
  findArtefacts: () => void;
  chooseModel: () => void;
  showHistory: () => void;
  stepSegment: (step: 1 | -1) => void;
  deleteMark: () => void;
  draftAbcd: () => void;
  flip: () => void;
  toggleFlag: () => void;
  setDifficulty: (difficulty: Difficulty) => void;
  writeComment: () => void;
  toggleSide: () => void;
}

const PAN_PX = 60;
const ZOOM = 1.25;

/** What each action of the reading screen does, by key and from the palette. */
export function readingActs(acts: ReadingActs): Readonly<Record<ReadingAction, () => void>> {
  const { display, stage } = acts;
  const tool = (name: Tool) => () => {
    acts.endIslands();
    display.setTool(name);
  };
  const command = (name: ListedCommand) => () => {
    acts.command(name);
  };
  return {
    'tool-brush': tool('brush'),
    'tool-eraser': tool('eraser'),
    'tool-threshold-brush': tool('threshold-brush'),
    'tool-freehand': tool('freehand'),
    'tool-polygon': tool('polygon'),
    'tool-livewire': tool('livewire'),
    'tool-rectangle': tool('rectangle'),
    'tool-circle': tool('circle'),
    'tool-wand': tool('wand'),
    'tool-paint-fill': tool('paint-fill'),
    'tool-lasso': tool('lasso'),
    'tool-pan': tool('pan'),
    'tool-window': tool('window'),
    'previous-segment': () => {
      acts.stepSegment(-1);
    },
    'next-segment': () => {
      acts.stepSegment(1);
    },
    'brush-smaller': () => {
      display.stepBrush(-1);
    },
    'brush-larger': () => {
      display.stepBrush(1);
    },
    'area-mode': () => {
      display.setToolSettings({ erase: !display.options.toolSettings.erase });
    },
    'toggle-smoothing': display.toggleSmoothing,
    commands: acts.showCommands,
    'command-fill-holes': command('fill-holes'),
    'command-keep-largest': command('keep-largest'),
    'command-remove-islands': command('remove-islands'),
    'command-keep-island': command('keep-island'),
    'command-remove-island': command('remove-island'),
    'command-grow': command('grow'),
    'command-shrink': command('shrink'),
    'command-smooth': command('smooth'),
    'command-snap': command('snap'),
    'command-union': command('union'),
    'command-intersect': command('intersect'),
    'command-subtract': command('subtract'),
    'command-invert-inside': command('invert-inside'),
    'command-find-artefacts': acts.findArtefacts,
    undo: () => {
      // While corners are being set, the last of them is what was done last.
      if (!stage.stepBack()) acts.undo?.();
    },
    redo: () => acts.redo?.(),
    history: acts.showHistory,
    'choose-model': acts.chooseModel,
    'take-over': acts.takeOver,
    'toggle-proposal': display.toggleProposal,
    'toggle-heat': display.toggleHeat,
    'toggle-masks': display.toggleMasks,
    'toggle-artefacts': display.toggleArtefacts,
    'toggle-blink': display.toggleBlink,
    fit: () => {
      stage.fit();
    },
    'zoom-in': () => {
      stage.zoomBy(ZOOM);
    },
    'zoom-out': () => {
      stage.zoomBy(1 / ZOOM);
    },
    'pan-left': () => {
      stage.panBy(PAN_PX, 0);
    },
    'pan-right': () => {
      stage.panBy(-PAN_PX, 0);
    },
    'pan-up': () => {
      stage.panBy(0, PAN_PX);
    },
    'pan-down': () => {
      stage.panBy(0, -PAN_PX);
    },
    'reset-window': () => {
      stage.resetWindow();
    },
    submit: acts.submit,
    'next-unread': acts.openNextUnread,
    'previous-picture': acts.openPrevious,
    'next-picture': acts.openNext,
    'previous-frame': () => {
      acts.goToFrame(-1);
    },
    'next-frame': () => {
      acts.goToFrame(1);
    },
    'mark-length': tool('mark-length'),
    'mark-area': tool('mark-area'),
    'mark-arrow': tool('mark-arrow'),
    'mark-note': tool('mark-note'),
    'mark-calibration': tool('mark-calibration'),
    'mark-delete': acts.deleteMark,
    'abcd-draft': acts.draftAbcd,
    flip: acts.flip,
    flag: acts.toggleFlag,
    comment: acts.writeComment,
    'difficulty-easy': () => {
      acts.setDifficulty('easy');
    },
    'difficulty-medium': () => {
      acts.setDifficulty('medium');
    },
    'difficulty-hard': () => {
      acts.setDifficulty('hard');
    },
    side: acts.toggleSide,
    back: acts.back,
    palette: acts.showPalette,
    help: acts.showHelp,
  };
}
