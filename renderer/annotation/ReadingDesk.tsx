import { memo, useLayoutEffect, useState, type RefObject } from 'react';
import { useMethod } from '../queries.js';
import type { Watched } from '../ui/watched.js';
import type { FrameBars } from './frame-bars.js';
import { ReadFrame } from './ReadFrame.js';
import type { Side } from './SidePanels.js';
import { firstArtefacts, firstOptions, useDisplay } from './use-display.js';
import type { FrameLook, OpenedFrame } from './use-opened-frame.js';

/** Before it is known what the reader chose. */
export const firstLook: FrameLook = {
  options: firstOptions,
  artefacts: firstArtefacts,
  readOnly: false,
};

interface ReadingDeskProps {
  opened: OpenedFrame | null;
  /** Kept up to date here, for the picture that is opened next. */
  look: RefObject<FrameLook>;
  bars: Watched<FrameBars>;
  onFrame: (frame: number) => void;
  onNavigate: (instanceId: string) => void;
  onBack: () => void;
  onOpenAgain: () => void;
}

/**
 * What a reader keeps from picture to picture: the tool, how masks look and which panels are shown.
 * Apart from the screen, which is rendered when a frame is left, before the next one is there.
 */
export const ReadingDesk = memo(function ReadingDesk(props: ReadingDeskProps) {
  const { opened, look, bars } = props;
  const display = useDisplay();
  const [side, setSide] = useState<Side>('mask');
  const { data: app } = useMethod('app.info', {});
  const readOnly = app?.readOnly ?? false;
  const { options, artefacts } = display;
  useLayoutEffect(() => {
    look.current = { options, artefacts, readOnly };
  }, [look, options, artefacts, readOnly]);
  if (opened === null) return null;
  return (
    <ReadFrame
      // Nothing of one frame's state may show on the next, so each gets components of its own.
      key={opened.serial}
      opened={opened}
      readOnly={readOnly}
      display={display}
      side={side}
      onSide={setSide}
      onFrame={props.onFrame}
      onNavigate={props.onNavigate}
      onBack={props.onBack}
      bars={bars}
      onOpenAgain={props.onOpenAgain}
    />
  );
});
