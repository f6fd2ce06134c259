import { ActionIcon, Kbd, Slider, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryStep } from '../../shared/domain.js';
import { useWatched, type Watched } from '../ui/watched.js';
import styles from './HistoryPanel.module.css';
import { useKeyNames } from './key-names.js';
import { Panel } from './Panel.js';
import { useHistorySteps, type HistorySteps } from './use-history-steps.js';
import type { SegmentsControl } from './use-segments.js';
import { useStepNames } from './use-step-names.js';

interface HistoryPanelProps {
  instanceId: string;
  frame: number;
  /** Null before the frame is open. */
  history: Watched<object> | null;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  /** Nothing can be undone now. */
  disabled: boolean;
  segments: SegmentsControl;
  onGoTo: (position: number) => void;
}

/** The history as a timeline: every step by name, and a slider to go back and forth over them. */
export function HistoryPanel(props: HistoryPanelProps) {
  const { t } = useTranslation('reading');
  const [keyName = ''] = useKeyNames()('history');
  const { opened, onOpened } = props;
  const Icon = opened ? IconChevronDown : IconChevronRight;
  return (
    <Panel
      title={t('history.title')}
      action={
        <span className={styles.action}>
          <Kbd size="xs">{keyName}</Kbd>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('actions.history')}
            aria-expanded={opened}
            data-testid="history"
            onClick={() => {
              onOpened(!opened);
            }}
          >
            <Icon size={16} aria-hidden />
          </ActionIcon>
        </span>
      }
    >
      {opened && props.history === null && <Loading />}
      {opened && props.history !== null && <Timeline {...props} history={props.history} />}
    </Panel>
  );
}

function Loading() {
  const { t } = useTranslation('reading');
  return <Text className={styles.note ?? ''}>{t('history.loading')}</Text>;
}

function Timeline(props: HistoryPanelProps & { history: Watched<object> }) {
  const { t } = useTranslation('reading');
  const changed = useWatched(props.history, (now) => now);
  const found = useHistorySteps(props.instanceId, props.frame, changed);
  if (found === null) return <Loading />;
  if (found.steps.length === 0) {
    return <Text className={styles.note ?? ''}>{t('history.empty')}</Text>;
  }
  return <Steps {...props} found={found} />;
}

/** Where the slider was pulled to, ahead of the history, which follows. */
interface Pulled {
  readonly to: number;
  /** The history when the pull ended; null while it goes on. */
  readonly over: HistorySteps | null;
}

function Steps({ found, disabled, segments, onGoTo }: HistoryPanelProps & { found: HistorySteps }) {
  const { t } = useTranslation('reading');
  const { earlier, steps } = found;
  const names = useStepNames(segments);
  const [pulled, setPulled] = useState<Pulled | null>(null);
  const waiting = pulled !== null && (pulled.over === null || pulled.over === found);
  const position = waiting ? pulled.to : found.position;
  const here = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' });
  }, [position]);
  const go = (to: number, over: HistorySteps | null): void => {
    setPulled({ to, over });
    if (to !== position) onGoTo(to);
  };
  const last = earlier + steps.length;
  const rows: { to: number; step: HistoryStep | null }[] = [
    { to: earlier, step: null },
    ...steps.map((step, index) => ({ to: earlier + index + 1, step })),
  ];
  return (
    <div className={styles.timeline} data-testid="timeline" data-position={found.position}>
      <Slider
        size="sm"
        min={earlier}
        max={last}
        step={1}
        label={null}
        thumbLabel={t('history.slider')}
        thumbProps={{ 'aria-valuetext': names.textAt(rows[position - earlier]?.step ?? null) }}
        disabled={disabled}
        value={position}
        data-testid="history-slider"
        onChange={(to) => {
          go(to, null);
        }}
        onChangeEnd={(to) => {
          go(to, found);
        }}
      />
      <Text className={styles.note ?? ''} role="status">
        {t('history.position', { position: String(position), total: String(last) })}
      </Text>
      <ol className={styles.steps} aria-label={t('history.title')}>
        {rows.map(({ to, step }) => (
          <li key={to}>
            <UnstyledButton
              ref={to === position ? here : undefined}
              className={styles.step}
              data-undone={to > position}
              data-testid={`history-step-${String(to)}`}
              aria-current={to === position ? 'step' : undefined}
              disabled={disabled}
              onClick={() => {
                go(to, found);
              }}
            >
              <span>{step === null ? t('history.start') : names.nameOf(step)}</span>
              <span className={styles.segment}>{step && names.segmentOf(step)}</span>
              <time className={styles.time}>{step && names.timeOf(step)}</time>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </div>
  );
}
