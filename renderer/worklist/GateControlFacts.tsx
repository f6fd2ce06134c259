import { useTranslation } from 'react-i18next';
import {
  gateLeastJudged,
  gateSignificance,
  type GateStatus,
} from '../../shared/review/worklist.js';
import { formatPercent } from '../texts/format.js';
import { Fact, Facts } from '../ui/Facts.js';
import styles from './WorklistScreen.module.css';

/** What passed, what its control found, and by what the gate is stopped. */
export function GateControlFacts({
  gate: { passed, control, setting, state },
}: {
  gate: GateStatus;
}) {
  const { t, i18n } = useTranslation('worklist');
  const { drawn, judged, withoutMask, failed, p } = control;
  const limit = formatPercent(setting.failureLimit);
  return (
    <>
      <Facts>
        <Fact name={t('gate.least')}>{formatPercent(setting.leastConfidence)}</Fact>
        <Fact name={t('gate.passed')}>
          <span data-testid="gate-passed">{passed.toLocaleString(i18n.language)}</span>
        </Fact>
        <Fact name={t('gate.controls')}>{t('gate.controlled', { judged, drawn })}</Fact>
        <Fact name={t('gate.failed')}>
          <span data-testid="gate-failed">{t('gate.failedOf', { failed, judged })}</span>
        </Fact>
        {withoutMask > 0 && <Fact name={t('gate.withoutMask')}>{withoutMask}</Fact>}
        <Fact name={t('gate.p', { limit })}>{p.toFixed(3)}</Fact>
      </Facts>
      <p className={styles.muted}>
        {t(state === 'stopped' ? 'gate.stoppedHelp' : 'gate.test', {
          limit,
          least: gateLeastJudged,
          significance: formatPercent(gateSignificance),
        })}
      </p>
    </>
  );
}
