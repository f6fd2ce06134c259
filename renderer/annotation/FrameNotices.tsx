import { useWatched } from '../ui/watched.js';
import { AbcdOverlay } from './AbcdOverlay.js';
import { FlipNotice } from './FlipNotice.js';
import { MarkQuestion } from './MarkQuestion.js';
import { OpeningNotice } from './OpeningNotice.js';
import styles from './ReadFrame.module.css';
import { SaveNotice } from './SaveNotice.js';
import type { AbcdControl } from './use-abcd.js';
import type { Flip } from './use-flip.js';
import type { Leaving } from './use-leaving.js';
import type { MarksControl } from './use-marks.js';
import type { OpenedFrame } from './use-opened-frame.js';
import type { Reading } from './use-reading.js';

interface FrameNoticesProps {
  opened: OpenedFrame;
  reading: Reading;
  marks: MarksControl;
  flip: Flip;
  explained: AbcdControl['explained'];
  onOpenAgain: () => void;
  /** Leaves although something was not written; null while nobody wants to leave. */
  onLeave: Leaving['force'];
}

/** What is asked, told or explained over the picture. */
export function FrameNotices(props: FrameNoticesProps) {
  const { opened, reading, marks, explained } = props;
  const { stage } = opened;
  const opening = useWatched(opened.opening, (now) => now);
  return (
    <div className={styles.notices}>
      {explained !== null && <AbcdOverlay stage={stage} explained={explained} />}
      <FlipNotice flip={props.flip} />
      {marks.asked && (
        <MarkQuestion
          key={marks.asked.id}
          mark={marks.asked}
          onAnswer={(answered) => {
            marks.answer(answered);
            stage.focus();
          }}
        />
      )}
      <OpeningNotice opening={opening} onRetry={props.onOpenAgain} />
      <SaveNotice save={reading.save} onRetry={reading.retrySave} onLeave={props.onLeave} />
    </div>
  );
}
