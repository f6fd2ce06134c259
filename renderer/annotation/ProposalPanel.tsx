import { Button, Group, Kbd, Loader, Progress, Slider, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Proposal } from '../../shared/domain.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { useKeyNames } from './key-names.js';
import { HeatControl } from './HeatControl.js';
import { Elapsed, ModelChoice } from './ModelChoice.js';
import { Panel } from './Panel.js';
import styles from './ProposalPanel.module.css';
import type { Display } from './use-display.js';
import type { ProposalControl } from './use-proposal.js';

interface ProposalPanelProps {
  control: ProposalControl;
  display: Display;
  /** The reader has drawn something, which a take-over would replace. */
  drawn: boolean;
  /** Nothing can be taken over now. */
  locked: boolean;
  /** The reader's mask equals the proposal, so there is nothing to take over. */
  same: boolean;
  onTakeOver: (keepMine: boolean) => void;
  /** The segment in use is another than the lesion, into which proposals go. */
  elsewhere: boolean;
  /** Gets the list of models: the key to choose one goes there. */
  onModels: (list: HTMLSelectElement | null) => void;
  /** Gets the first of the two ways to take over when something is drawn: T goes there. */
  onChoice: (button: HTMLButtonElement | null) => void;
}

/** The model's proposal: who made it, how sure it is, its threshold, and taking it over. */
export function ProposalPanel({ control, display, onModels, ...takeOver }: ProposalPanelProps) {
  const { t } = useTranslation('reading');
  const { proposal, running, failure } = control;
  const state = proposal !== null ? 'ready' : failure === null ? 'running' : 'failed';
  return (
    <Panel title={t('proposal.title')}>
      <div
        data-testid="proposal"
        data-state={state}
        data-model={proposal?.run.model.id}
        data-threshold={control.cut?.threshold}
      >
        {state === 'running' && (
          <Group gap="xs" role="status">
            <Loader size="xs" />
            <Elapsed stage={control.stage} />
            {running !== null && (
              <Button size="compact-xs" variant="default" onClick={control.cancel}>
                {t('command.cancel')}
              </Button>
            )}
          </Group>
        )}
        {state === 'failed' && <Failure error={failure} onRetry={control.runAgain} />}
        {proposal !== null && (
          <>
            <ModelChoice model={proposal.run.model} run={control} onList={onModels} />
            <Origin proposal={proposal} />
            <Threshold control={control} own={proposal.run.threshold} />
            <HeatControl display={display} threshold={control.threshold} error={control.mapError} />
            <TakeOver {...takeOver} />
          </>
        )}
      </div>
    </Panel>
  );
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t, i18n } = useTranslation('reading');
  const texts = errorTexts(error, i18n.t);
  return (
    <ErrorNotice
      what={t('proposal.failed')}
      remedy={`${texts.what} ${texts.remedy}`}
      detail={texts.detail}
      action={{ label: t('proposal.tryAgain'), run: onRetry }}
    />
  );
}

function Origin({ proposal: { run } }: { proposal: Proposal }) {
  const { t } = useTranslation(['reading', 'common']);
  const percent = String(Math.round(run.confidence * 100));
  return (
    <dl className={styles.facts}>
      <dt>{t('proposal.device')}</dt>
      <dd>
        {t('proposal.deviceValue', {
          device: t(`common:statusBar.deviceName.${run.provider}`),
          seconds: (run.runMs / 1000).toFixed(2),
        })}
      </dd>
      <dt>{t('proposal.confidence')}</dt>
      <dd>
        <Tooltip label={t('proposal.confidenceHint')}>
          <div className={styles.confidence} tabIndex={0} data-testid="confidence">
            <Progress
              value={run.confidence * 100}
              color="accent"
              aria-label={t('proposal.confidence')}
            />
            <span>{percent} %</span>
          </div>
        </Tooltip>
      </dd>
    </dl>
  );
}

function Threshold({ control, own }: { control: ProposalControl; own: number }) {
  const { t, i18n } = useTranslation('reading');
  const { threshold, mapError } = control;
  const failed = mapError === null ? null : errorTexts(mapError, i18n.t).what;
  return (
    <div className={styles.threshold}>
      <div className={styles.line}>
        <Tooltip label={t('proposal.thresholdHint')}>
          <Text size="sm" tabIndex={0}>
            {t('proposal.threshold')}
          </Text>
        </Tooltip>
        <Text size="sm" data-testid="threshold-value">
          {threshold.toFixed(2)}
        </Text>
      </div>
      <Slider
        size="sm"
        min={0.02}
        max={0.98}
        step={0.01}
        label={null}
        thumbLabel={t('proposal.threshold')}
        marks={[{ value: own }]}
        disabled={failed !== null}
        value={threshold}
        data-testid="threshold"
        onChange={control.setThreshold}
      />
      {failed !== null && (
        <Text size="xs" c="var(--danger)" role="alert">
          {t('proposal.thresholdFailed')} {failed}
        </Text>
      )}
      {threshold !== own && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => {
            control.setThreshold(own);
          }}
        >
          {t('proposal.resetThreshold', { value: own.toFixed(2) })}
        </Button>
      )}
    </div>
  );
}

function TakeOver({
  drawn,
  same,
  locked,
  elsewhere,
  onTakeOver,
  onChoice,
}: Omit<ProposalPanelProps, 'control' | 'display' | 'onModels'>) {
  const { t } = useTranslation('reading');
  const [keyName] = useKeyNames()('take-over');
  if (same) return <Text className={styles.note ?? ''}>{t('proposal.same')}</Text>;
  const where = elsewhere && <Text className={styles.note ?? ''}>{t('proposal.intoLesion')}</Text>;
  if (!drawn) {
    return (
      <>
        {where}
        <Tooltip label={t('proposal.takeOverHint')}>
          <Button
            fullWidth
            size="xs"
            rightSection={<Kbd size="xs">{keyName}</Kbd>}
            data-testid="take-over"
            disabled={locked}
            onClick={() => {
              onTakeOver(false);
            }}
          >
            {t('proposal.takeOver')}
          </Button>
        </Tooltip>
      </>
    );
  }
  return (
    <>
      {where}
      <Text className={styles.note ?? ''}>{t('proposal.replaceOrAdd')}</Text>
      <div className={styles.choices}>
        <Button
          size="xs"
          variant="default"
          ref={onChoice}
          data-testid="add-to-mine"
          disabled={locked}
          onClick={() => {
            onTakeOver(true);
          }}
        >
          {t('proposal.addToMine')}
        </Button>
        <Button
          size="xs"
          variant="default"
          data-testid="take-over"
          disabled={locked}
          onClick={() => {
            onTakeOver(false);
          }}
        >
          {t('proposal.replace')}
        </Button>
      </div>
    </>
  );
}
