import {
  ActionIcon,
  Button,
  NumberInput,
  SegmentedControl,
  Slider,
  Text,
  Tooltip,
} from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureStage } from '../viewport/picture-stage.js';
import type { Tool } from '../viewport/pointer-input.js';
import { LARGEST_RADIUS, radiusOfSlider, sliderOfRadius, SMALLEST_RADIUS } from './brush-radius.js';
import styles from './OptionBar.module.css';

interface OptionBarProps {
  tool: Tool;
  radius: number;
  stage: PictureStage | null;
  frame: number;
  frames: number;
  onTool: (tool: Tool) => void;
  onRadius: (radius: number) => void;
  onResetWindow: () => void;
  onFrame: (frame: number) => void;
  onBack: () => void;
  /** A number was typed and confirmed. */
  onEntered: () => void;
}

/** Options of the tool in use, above the picture; zoom and frame at its end. */
export function OptionBar(props: OptionBarProps) {
  const { t } = useTranslation('reading');
  const { tool, stage, frame, frames } = props;
  return (
    <div className={styles.bar} role="group" aria-label={t('options.label')}>
      <Tooltip label={t('back')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('back')} onClick={props.onBack}>
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {(tool === 'brush' || tool === 'eraser') && <BrushOptions {...props} />}
      {tool === 'pan' && <Text className={styles.hint ?? ''}>{t('options.panHint')}</Text>}
      {tool === 'window' && (
        <>
          <Text className={styles.hint ?? ''}>{t('options.windowHint')}</Text>
          <Button
            size="compact-xs"
            variant="default"
            data-testid="reset-window"
            onClick={props.onResetWindow}
          >
            {t('options.resetWindow')}
          </Button>
        </>
      )}
      <span className={styles.space} />
      {frames > 1 && <FrameChoice frame={frame} frames={frames} onFrame={props.onFrame} />}
      {stage && <Zoom stage={stage} />}
    </div>
  );
}

function BrushOptions({ tool, radius, onTool, onRadius, onEntered }: OptionBarProps) {
  const { t } = useTranslation('reading');
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('options.mode')}
        value={tool}
        onChange={(value) => {
          onTool(value === 'eraser' ? 'eraser' : 'brush');
        }}
        data={[
          { value: 'brush', label: t('options.add') },
          { value: 'eraser', label: t('options.erase') },
        ]}
      />
      <Text className={styles.hint ?? ''}>{t('options.radius')}</Text>
      <Slider
        className={styles.slider ?? ''}
        size="sm"
        min={0}
        max={1}
        step={0.01}
        label={null}
        thumbLabel={t('options.radius')}
        value={sliderOfRadius(radius)}
        onChange={(position) => {
          onRadius(radiusOfSlider(position));
        }}
      />
      <NumberInput
        className={styles.number ?? ''}
        size="xs"
        aria-label={t('options.radius')}
        data-testid="radius"
        min={SMALLEST_RADIUS}
        max={LARGEST_RADIUS}
        step={radius < 10 ? 0.5 : 1}
        decimalScale={1}
        suffix={` ${t('options.radiusUnit')}`}
        value={radius}
        onChange={(value) => {
          if (typeof value === 'number' && value >= SMALLEST_RADIUS) onRadius(value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEntered();
        }}
      />
      <Text className={styles.keys ?? ''}>
        <kbd>[</kbd> <kbd>]</kbd> · {t('options.altFlips')}
      </Text>
    </>
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
        aria-label={t('options.previousFrame')}
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
        aria-label={t('options.nextFrame')}
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
