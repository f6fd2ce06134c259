import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureStage } from '../viewport/picture-stage.js';
import { PictureView } from '../viewport/PictureView.js';
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
import type { Reading } from './use-reading.js';

interface FramePictureProps extends Pick<
  ComponentProps<typeof PictureView>,
  'options' | 'listener' | 'onStage'
> {
  stage: PictureStage | null;
  reading: Reading;
  marks: MarksControl;
  flip: Flip;
  explained: AbcdControl['explained'];
  onOpenAgain: () => void;
  /** Leaves although something was not written; null while nobody wants to leave. */
  onLeave: Leaving['force'];
}

/** The picture with its masks, and what is asked or told over it. */
export function FramePicture(props: FramePictureProps) {
  const { stage, reading, marks, explained } = props;
  const { instance } = reading;
  const { t } = useTranslation('reading');
  return (
    <div className={styles.picture}>
      <PictureView
        options={props.options}
        listener={props.listener}
        label={
          instance === null
            ? t('loading')
            : t('picture', {
                name: instance.fileName,
                width: String(instance.width),
                height: String(instance.height),
              })
        }
        onStage={props.onStage}
      />
      {stage !== null && explained !== null && <AbcdOverlay stage={stage} explained={explained} />}
      <FlipNotice flip={props.flip} />
      {marks.asked && (
        <MarkQuestion
          key={marks.asked.id}
          mark={marks.asked}
          onAnswer={(answered) => {
            marks.answer(answered);
            stage?.focus();
          }}
        />
      )}
      <OpeningNotice opening={reading.opening} onRetry={props.onOpenAgain} />
      <SaveNotice save={reading.save} onRetry={reading.retrySave} onLeave={props.onLeave} />
    </div>
  );
}
