import { Button, Kbd, Loader, NativeSelect, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelReference, RunStage } from '../../shared/domain.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { useKeyNames } from './key-names.js';
import styles from './ModelChoice.module.css';
import type { ProposalRun } from './use-proposal-run.js';

interface ModelChoiceProps {
  /** The model of the proposal that is shown. */
  model: ModelReference;
  run: ProposalRun;
  /** Gets the list of models, where the key of this choice leads. */
  onList: (list: HTMLSelectElement | null) => void;
}

/** Which model proposes. Another one runs while the old proposal stays; hand work is not touched. */
export function ModelChoice({ model, run, onList }: ModelChoiceProps) {
  const { t, i18n } = useTranslation('reading');
  const { data: models = [] } = useMethod('model.list', {});
  const [keyName = ''] = useKeyNames()('choose-model');
  const { running, failure } = run;
  const shown = models.find(({ id }) => id === model.id);
  const current = shown?.version === model.version && shown.sha256 === model.sha256;
  const value = running?.modelId ?? (current ? model.id : '');
  return (
    <div className={styles.choice}>
      <div className={styles.line}>
        <Text size="sm">{t('proposal.model')}</Text>
        <Kbd size="xs">{keyName}</Kbd>
      </div>
      <NativeSelect
        ref={onList}
        size="xs"
        aria-label={t('proposal.chooseModel')}
        title={model.sha256}
        data-testid="proposing-model"
        value={value}
        onChange={(event) => {
          run.choose(event.currentTarget.value);
        }}
      >
        {!current && (
          <option value="" disabled>
            {t('proposal.notInstalled', { model: `${model.id} ${model.version}` })}
          </option>
        )}
        {models.map(({ id, title, version }) => (
          <option key={id} value={id}>
            {`${title} ${version}`}
          </option>
        ))}
      </NativeSelect>
      {running !== null && (
        <div className={styles.running} role="status" data-testid="model-running">
          <Loader size="xs" />
          <Elapsed key={running.modelId} stage={run.stage} />
          <Button
            size="compact-xs"
            variant="default"
            data-testid="cancel-model"
            onClick={run.cancel}
          >
            {t('command.cancel')}
          </Button>
        </div>
      )}
      {failure !== null && (
        <Text size="xs" c="var(--danger)" role="alert">
          {t('proposal.switchFailed')} {errorTexts(failure, i18n.t).what}
        </Text>
      )}
    </div>
  );
}

/**
 * What a run is doing and how long it has taken so far: how long it will, nobody knows of a model that
 * never ran.
 */
export function Elapsed({ stage }: { stage: RunStage | null }) {
  const { t } = useTranslation('reading');
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      setSeconds((before) => before + 1);
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <Text size="sm" data-testid="run-stage" data-stage={stage ?? 'waiting'}>
      {t(`proposal.stages.${stage ?? 'waiting'}`)}{' '}
      {t('proposal.elapsed', { seconds: String(seconds) })}
    </Text>
  );
}
