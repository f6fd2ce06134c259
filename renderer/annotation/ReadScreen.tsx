import { useEffect, useState } from 'react';
import { dropAhead } from '../viewport/load-ahead.js';
import { Watched } from '../ui/watched.js';
import { FrameBar, noBars } from './frame-bars.js';
import { ReadFrame } from './ReadFrame.js';
import styles from './ReadFrame.module.css';
import type { Side } from './SidePanels.js';
import { useDisplay } from './use-display.js';

interface ReadScreenProps {
  instanceId: string;
  /** The frame to begin with, counted from 0. */
  frame: number;
  onNavigate: (instanceId: string) => void;
  onBack: () => void;
}

/** See a picture, take its proposal over, correct it, go on to the next. */
export function ReadScreen({ instanceId, frame, onNavigate, onBack }: ReadScreenProps) {
  const display = useDisplay();
  const [chosen, setChosen] = useState({ instanceId, frame });
  const [side, setSide] = useState<Side>('mask');
  const [attempt, setAttempt] = useState(0);
  const [bars] = useState(() => new Watched(noBars));
  useEffect(() => dropAhead, []);
  const shown = chosen.instanceId === instanceId ? chosen.frame : frame;
  return (
    <div
      className={styles.screen}
      onClick={(event) => {
        bars.value.onClick(event);
      }}
    >
      <FrameBar bars={bars} bar="tools" />
      <ReadFrame
        // Nothing of one frame's state may show on the next, so each gets components of its own.
        key={`${instanceId} ${String(shown)} ${String(attempt)}`}
        instanceId={instanceId}
        frame={shown}
        display={display}
        side={side}
        onSide={setSide}
        onFrame={(wanted) => {
          setChosen({ instanceId, frame: wanted });
        }}
        onNavigate={onNavigate}
        onBack={onBack}
        bars={bars}
        onOpenAgain={() => {
          setAttempt((before) => before + 1);
        }}
      />
      <FrameBar bars={bars} bar="strip" />
    </div>
  );
}
