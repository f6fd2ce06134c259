import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureStage } from '../viewport/picture-stage.js';
import { markKindOf } from '../viewport/marks/mark-tools.js';
import { MarkOptions } from './MarkOptions.js';
import styles from './OptionBar.module.css';
import { ToolOptions } from './ToolOptions.js';
import type { Display } from './use-display.js';
import type { SegmentsControl } from './use-segments.js';

interface OptionBarProps {
  display: Display;
  segments: SegmentsControl;
  stage: PictureStage;
  frame: number;
  frames: number;
  onFrame: (frame: number) => void;
  onBack: () => void;
  /** A number was typed and confirmed. */
  onEntered: () => void;
}

/** Options of the tool in use, above the picture; zoom and frame at its end. */
export function OptionBar(props: OptionBarProps) {
  const { t } = useTranslation('reading');
  const { display, stage, frame, frames } = props;
  const { tool } = display.options;
  const markKind = markKindOf(tool);
  return (
    <div className={styles.bar} role="group" aria-label={t('options.label')}>
      <Tooltip label={t('actions.back')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('actions.back')}
          onClick={props.onBack}
        >
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {tool === 'pan' && <Text className={styles.hint ?? ''}>{t('toolHint.pan')}</Text>}
      {tool === 'window' && (
        <>
          <Text className={styles.hint ?? ''}>{t('toolHint.window')}</Text>
          <Button
            size="compact-xs"
            variant="default"
            data-testid="reset-window"
            onClick={() => {
              stage.resetWindow();
            }}
          >
            {t('actions.reset-window')}
          </Button>
        </>
      )}
      {markKind !== null && <MarkOptions display={display} kind={markKind} />}
      {tool !== 'pan' && tool !== 'window' && markKind === null && (
        <ToolOptions display={display} segments={props.segments} onEntered={props.onEntered} />
      )}
      <span className={styles.space} />
      {frames > 1 && <FrameChoice frame={frame} frames={frames} onFrame={props.onFrame} />}
      <Zoom stage={stage} />
    </div>
  );
}

/** A part of its own, since it changes with every step of a camera move. */
function Zoom({ stage }: { stage: PictureStage }) {
  const { t } = useTranslation('reading');
  const subscribe = useCallback((onChange: () => void) => stage.onView(onChange), [stage]);
  const zoom = useSyncExternalStore(subscribe, () => stage.zoom());
  if (zoom === null) return null;
  return (
    <Text className={styles.zoom ?? ''} data-testid="zoom">
      {t('options.zoom', { percent: String(Math.round(zoom * 100)) })}
    </Text>
  );
}

function FrameChoice({
  frame,
  frames,
  onFrame,
}: {
  frame: number;
  frames: number;
  onFrame: (frame: number) => void;
}) {
  const { t } = useTranslation('reading');
  return (
    <div className={styles.frames}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('actions.previous-frame')}
        disabled={frame === 0}
        onClick={() => {
          onFrame(frame - 1);
        }}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <Text size="xs" data-testid="frame">
        {t('options.frame', { number: String(frame + 1), total: String(frames) })}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('actions.next-frame')}
        data-testid="next-frame"
        disabled={frame >= frames - 1}
        onClick={() => {
          onFrame(frame + 1);
        }}
      >
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
