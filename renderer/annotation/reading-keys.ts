import type { PictureStage } from '../viewport/picture-stage.js';
import type { Display } from './use-display.js';
import type { KeyActions } from './use-reading-keys.js';

interface ReadingActs {
  display: Display;
  stage: PictureStage | null;
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
}

const PAN_PX = 60;
const ZOOM = 1.25;

/** The keys of the reading screen, as KeyHelp lists them. */
export function readingKeys(acts: ReadingActs): KeyActions {
  const { display, stage } = acts;
  const tool = (name: 'brush' | 'eraser' | 'pan' | 'window') => () => {
    display.setTool(name);
  };
  const undo = (): void => acts.undo?.();
  const redo = (): void => acts.redo?.();
  return {
    b: tool('brush'),
    1: tool('brush'),
    e: tool('eraser'),
    2: tool('eraser'),
    p: tool('pan'),
    3: tool('pan'),
    l: tool('window'),
    4: tool('window'),
    '[': () => {
      display.stepBrush(-1);
    },
    ']': () => {
      display.stepBrush(1);
    },
    x: display.toggleProposal,
    h: display.toggleMasks,
    t: acts.takeOver,
    f: () => stage?.fit(),
    r: () => stage?.resetWindow(),
    '+': () => stage?.zoomBy(ZOOM),
    '=': () => stage?.zoomBy(ZOOM),
    '-': () => stage?.zoomBy(1 / ZOOM),
    arrowleft: () => stage?.panBy(PAN_PX, 0),
    arrowright: () => stage?.panBy(-PAN_PX, 0),
    arrowup: () => stage?.panBy(0, PAN_PX),
    arrowdown: () => stage?.panBy(0, -PAN_PX),
    'control+z': undo,
    'control+y': redo,
    'control+shift+z': redo,
    enter: acts.submit,
    n: acts.openNextUnread,
    pageup: acts.openPrevious,
    pagedown: acts.openNext,
    ',': () => {
      acts.goToFrame(-1);
    },
    '.': () => {
      acts.goToFrame(1);
    },
    backspace: acts.back,
    '?': acts.showHelp,
  };
}
