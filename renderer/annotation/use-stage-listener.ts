import { useLayoutEffect, useMemo } from 'react';
import type { RunLengthMask } from '../../shared/labelmap.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import type { StageListener } from '../viewport/stage-types.js';
import type { Display } from './use-display.js';
import type { MarksControl } from './use-marks.js';

interface WhoIsTold extends Pick<StageListener, 'onStroke' | 'onArea' | 'onPoint'> {
  readonly onEncircle: (region: RunLengthMask) => void;
  readonly display: Display;
  readonly marks: MarksControl;
}

/** Lets the hands at the stage, and tells those who have to know what they do. */
export function useStageListener(stage: PictureStage, told: WhoIsTold): void {
  const { onStroke, onEncircle, onArea, onPoint } = told;
  const { setSegment, useLastTool: backToLastTool, stepBrush, stopBlink } = told.display;
  const { put, choose } = told.marks;
  const listener = useMemo<StageListener>(
    () => ({
      onBegin: stopBlink,
      onStroke,
      onEncircle,
      onArea,
      onPoint,
      onPick: setSegment,
      onMark: put,
      onChooseMark: choose,
      onTapSpace: backToLastTool,
      onResizeBrush: stepBrush,
    }),
    [
      stopBlink,
      onStroke,
      onEncircle,
      onArea,
      onPoint,
      setSegment,
      put,
      choose,
      backToLastTool,
      stepBrush,
    ],
  );
  // A layout effect: a press right after another tool is shown must be of that tool.
  useLayoutEffect(() => {
    stage.attend(listener);
  }, [stage, listener]);
}
