import { ActionIcon, Progress, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SetRunSummary } from '../../shared/domain.js';
import { call } from '../api.js';
import { reportError } from '../report-error.js';
import { formatDateTime } from '../texts/format.js';
import styles from './SetScreen.module.css';

type Act = 'pause' | 'resume' | 'cancel';

/** Runs over sets with their progress; one of them is shown below. */
export function SetRunList({
  runs,
  shownId,
  titleOf,
  readOnly,
  onShow,
}: {
  runs: readonly SetRunSummary[];
  shownId: string | null;
  titleOf: (modelId: string) => string;
  readOnly: boolean;
  onShow: (id: string) => void;
}) {
  const { t, i18n } = useTranslation('setRun');
  const minutes = (ms: number): string => String(Math.max(1, Math.ceil(ms / 60_000)));
  return (
    <ul className={styles.runs}>
      {runs.map((run) => {
        const total = run.pictures * run.models.length;
        const state = t(`state.${run.state}`);
        const act = (name: Act, icon: React.ReactNode) => (
          <Tooltip label={t(`act.${name}`)}>
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label={t(`act.${name}`)}
              disabled={readOnly}
              onClick={() => {
                call('setRun.act', { id: run.id, act: name }).catch(reportError);
              }}
            >
              {icon}
            </ActionIcon>
          </Tooltip>
        );
        return (
          <li
            key={run.id}
            className={styles.run}
            data-testid="set-run"
            data-state={run.state}
            data-done={run.done}
          >
            <UnstyledButton
              aria-pressed={run.id === shownId}
              className={styles.runName ?? ''}
              onClick={() => {
                onShow(run.id);
              }}
            >
              {formatDateTime(run.createdAtMs, i18n.language)} ·{' '}
              {t('pictures', { count: run.pictures })} ·{' '}
              {run.models.map(({ id }) => titleOf(id)).join(', ')}
            </UnstyledButton>
            <Progress
              className={styles.bar ?? ''}
              size="sm"
              value={(100 * run.done) / Math.max(1, total)}
              aria-label={state}
            />
            <span className={styles.count}>
              {t('done', { done: run.done, total })} · {state}
              {run.failed > 0 && ` · ${t('failed', { count: run.failed })}`}
              {run.msLeft !== null && ` · ${t('left', { minutes: minutes(run.msLeft) })}`}
            </span>
            {run.state === 'running' && act('pause', <IconPlayerPause size={14} />)}
            {run.state === 'paused' && act('resume', <IconPlayerPlay size={14} />)}
            {(run.state === 'running' || run.state === 'paused') &&
              act('cancel', <IconX size={14} />)}
          </li>
        );
      })}
    </ul>
  );
}
