import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStableCall } from '../ui/use-stable-call.js';
import { Watched } from '../ui/watched.js';
import { dropAhead } from '../viewport/load-ahead.js';
import type { PictureSurface } from '../viewport/picture-surface.js';
import { PictureView } from '../viewport/PictureView.js';
import { FrameBar, noBars } from './frame-bars.js';
import styles from './ReadFrame.module.css';
import { firstLook, ReadingDesk } from './ReadingDesk.js';
import { useHeldKeys } from './use-held-keys.js';
import { useOpenedFrame } from './use-opened-frame.js';

interface ReadScreenProps {
  instanceId: string;
  /** The frame to begin with, counted from 0. */
  frame: number;
  onNavigate: (instanceId: string) => void;
  onBack: () => void;
}

/** See a picture, take its proposal over, correct it, go on to the next. */
export function ReadScreen({ instanceId, frame, onNavigate, onBack }: ReadScreenProps) {
  const { t } = useTranslation('reading');
  const [chosen, setChosen] = useState({ instanceId, frame });
  const [attempt, setAttempt] = useState(0);
  const [bars] = useState(() => new Watched(noBars));
  const [surface, setSurface] = useState<PictureSurface | null>(null);
  const look = useRef(firstLook);
  useEffect(() => dropAhead, []);
  const shown = chosen.instanceId === instanceId ? chosen.frame : frame;
  const { opened, waiting } = useOpenedFrame(surface, { instanceId, frame: shown }, attempt, look);
  useHeldKeys(waiting);
  useKeptFocus(surface, waiting);
  const openAgain = useCallback(() => {
    setAttempt((before) => before + 1);
  }, []);
  // The same for every picture: the desk is not rendered again before the next frame is there.
  const openFrame = useStableCall((wanted: number) => {
    setChosen({ instanceId, frame: wanted });
  });
  const instance = opened?.found?.instance ?? null;
  return (
    <div
      className={styles.screen}
      onClick={(event) => {
        bars.value.onClick(event);
      }}
    >
      <div className={styles.tools} inert={waiting}>
        <FrameBar bars={bars} bar="tools" />
      </div>
      <div className={styles.picture}>
        <PictureView
          label={
            instance === null
              ? t('loading')
              : t('picture', {
                  name: instance.fileName,
                  width: String(instance.width),
                  height: String(instance.height),
                })
          }
          onSurface={setSurface}
        />
      </div>
      <div className={styles.around} inert={waiting}>
        <ReadingDesk
          opened={opened}
          look={look}
          bars={bars}
          onFrame={openFrame}
          onNavigate={onNavigate}
          onBack={onBack}
          onOpenAgain={openAgain}
        />
      </div>
      <div className={styles.strip} inert={waiting}>
        <FrameBar bars={bars} bar="strip" />
      </div>
    </div>
  );
}

/**
 * What is around a frame cannot be used while the next one is opened, and loses the focus: the control
 * that had it gets it back or, where it went with the frame, the picture.
 */
function useKeptFocus(surface: PictureSurface | null, waiting: boolean): void {
  const had = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const { activeElement: now, body } = document;
    if (waiting) {
      had.current = now === body ? null : now;
      return;
    }
    const before = had.current;
    had.current = null;
    if (before === null || (now !== null && now !== body)) return;
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    else surface?.elements.surface.focus({ preventScroll: true });
  }, [surface, waiting]);
}
