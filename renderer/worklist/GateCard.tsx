import { Button, Group, Loader, NumberInput, Slider } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '../../shared/contract.js';
import { confidenceAt, expectedFailures, reviewBudget } from '../../shared/review/budget.js';
import type { GateSetting } from '../../shared/review/worklist.js';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { formatPercent } from '../texts/format.js';
import { BudgetPlot } from './BudgetPlot.js';
import { GateControlFacts } from './GateControlFacts.js';
import styles from './WorklistScreen.module.css';

/** Before anybody chose: nine failures of ten are found where this share is reviewed, as measured. */
const firstBudget = 0.4;
const firstControl = { controlRate: 0.1, failureLimit: 0.1, seed: 1 };

/** What a reviewing budget buys, and the gate that lets the rest pass. */
export function GateCard({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation('worklist');
  const { data } = useMethod('gate.get', {});
  return (
    <section className={styles.card} data-testid="gate" data-state={data?.gate?.state ?? 'none'}>
      <div className={styles.head}>
        <h2>{t('gate.title')}</h2>
        {data && (
          <span className={styles.state} data-state={data.gate?.state}>
            {t(`gate.state.${data.gate?.state ?? 'none'}`)}
          </span>
        )}
      </div>
      <p className={styles.muted}>{t('gate.help')}</p>
      {data ? <GateForm known={data} readOnly={readOnly} /> : <Loader size="sm" />}
    </section>
  );
}

function GateForm({ known, readOnly }: { known: MethodOutput<'gate.get'>; readOnly: boolean }) {
  const { t } = useTranslation('worklist');
  const { gate, model, pictures, levels } = known;
  const [reviewed, setReviewed] = useState(firstBudget);
  const [control, setControl] = useState<Omit<GateSetting, 'leastConfidence'>>(
    gate?.setting ?? firstControl,
  );
  const set = useMutation({
    mutationFn: (setting: GateSetting | null) => call('gate.set', { setting }),
  });
  const budget = model.calibrated ? reviewBudget(model.metrics) : null;
  if (budget === null) return <p className={styles.muted}>{t('gate.notCalibrated', model)}</p>;
  const leastConfidence = confidenceAt(levels, reviewed);
  const failures = expectedFailures(budget, pictures, reviewed);
  const rounded = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
  const share = (name: 'controlRate' | 'failureLimit') => (
    <NumberInput
      size="xs"
      label={t(`gate.${name}`)}
      suffix=" %"
      min={1}
      max={name === 'controlRate' ? 100 : 99}
      value={Math.round(control[name] * 100)}
      data-testid={`gate-${name}`}
      onChange={(value) => {
        if (typeof value === 'number') setControl({ ...control, [name]: value / 100 });
      }}
    />
  );
  return (
    <>
      {gate && gate.state !== 'closed' && <GateControlFacts gate={gate} />}
      <BudgetPlot budget={budget} reviewed={reviewed} />
      <Slider
        thumbLabel={t('budget.label')}
        min={0}
        max={1}
        step={0.05}
        value={reviewed}
        label={formatPercent}
        onChange={setReviewed}
      />
      <p className={styles.told} data-testid="budget">
        {t('budget.buys', {
          share: formatPercent(reviewed),
          pictures,
          readers: Math.round(reviewed * pictures),
          confidence: formatPercent(leastConfidence),
          all: rounded(failures.all),
          found: rounded(failures.found),
          left: rounded(failures.left),
        })}
      </p>
      <p className={styles.muted}>{t('budget.measured', model)}</p>
      <Group gap="sm" grow>
        {share('controlRate')}
        {share('failureLimit')}
        <NumberInput
          size="xs"
          label={t('seed')}
          min={0}
          max={999_999_999}
          allowDecimal={false}
          value={control.seed}
          onChange={(value) => {
            if (typeof value === 'number') setControl({ ...control, seed: value });
          }}
        />
      </Group>
      <Group gap="sm">
        <Button
          size="xs"
          loading={set.isPending}
          disabled={readOnly || pictures === 0}
          data-testid="gate-open"
          onClick={() => {
            const { controlRate, failureLimit, seed } = control;
            set.mutate({ leastConfidence, controlRate, failureLimit, seed });
          }}
        >
          {t(gate?.state === 'open' ? 'gate.anew' : 'gate.open')}
        </Button>
        {gate?.state === 'open' && (
          <Button
            size="xs"
            variant="default"
            disabled={readOnly || set.isPending}
            data-testid="gate-close"
            onClick={() => {
              set.mutate(null);
            }}
          >
            {t('gate.close')}
          </Button>
        )}
      </Group>
    </>
  );
}
