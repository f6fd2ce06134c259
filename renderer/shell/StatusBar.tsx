import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InferenceStatus, ModelSummary } from '../../shared/domain.js';
import { onCall } from '../api.js';
import { useMethod } from '../queries.js';
import { formatTime } from '../texts/format.js';
import { afterCall, nothingWritten, type SaveState } from './save-state.js';
import { fallbackText } from '../texts/fallback-texts.js';
import styles from './StatusBar.module.css';

/** Model, device, queue, state of saving, and what the app is not. */
export function StatusBar({
  blind,
}: {
  /** Nothing may name a model now. */
  blind: boolean;
}) {
  const { t } = useTranslation();
  const { data: models } = useMethod('model.list', {});
  const { data: inference } = useMethod('inference.status', {});
  const { data: app } = useMethod('app.info', {});
  const { data: settings } = useMethod('settings.get', {});
  const queued = inference?.queued ?? 0;

  return (
    <footer className={styles.bar} aria-label={t('statusBar.label')} data-testid="status-bar">
      {models && !blind && <DefaultModel models={models} />}
      {inference && <Device inference={inference} />}
      {inference && (
        <span className={styles.optional}>
          {queued > 0 ? t('statusBar.queued', { count: queued }) : t('statusBar.idle')}
        </span>
      )}
      {settings && (
        <span data-testid="reader">{t('statusBar.reader', { name: settings.reader })}</span>
      )}
      <Saving />
      {app?.readOnly === true && (
        <Tooltip label={app.readOnlyReason ?? t('errors.library-read-only.what')}>
          <span className={styles.readOnly} tabIndex={0}>
            {t('statusBar.readOnly')}
          </span>
        </Tooltip>
      )}
      <span className={styles.disclaimer}>{t('disclaimer')}</span>
    </footer>
  );
}

function DefaultModel({ models }: { models: ModelSummary[] }) {
  const { t } = useTranslation();
  const model = models.find(({ isDefault }) => isDefault);
  return (
    <span className={styles.optional}>
      {model ? `${model.id} ${model.version}` : t('statusBar.noModel')}
    </span>
  );
}

function Device({ inference }: { inference: InferenceStatus }) {
  const { t } = useTranslation();
  const { provider, threads, fallback } = inference;
  const text =
    provider === null
      ? t('statusBar.testing')
      : t('statusBar.device', { name: t(`statusBar.deviceName.${provider}`), count: threads });
  if (fallback === null) return <span className={styles.optional}>{text}</span>;
  return (
    <Tooltip label={fallbackText(fallback, t)}>
      <span className={`${styles.explained ?? ''} ${styles.optional ?? ''}`} tabIndex={0}>
        {text}
      </span>
    </Tooltip>
  );
}

function Saving() {
  const { t, i18n } = useTranslation();
  const [state, setState] = useState<SaveState>(nothingWritten);
  useEffect(
    () =>
      onCall((outcome) => {
        setState((before) => afterCall(before, outcome, Date.now()));
      }),
    [],
  );
  if (state.failed) return <span className={styles.failed}>{t('statusBar.saveFailed')}</span>;
  if (state.writing > 0) return <span>{t('statusBar.saving')}</span>;
  return (
    <span>
      {state.savedAtMs === null
        ? t('statusBar.nothingToSave')
        : t('statusBar.saved', { time: formatTime(state.savedAtMs, i18n.language) })}
    </span>
  );
}
