import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberRates } from '../../shared/comparison/staple.js';
import { agreementOf } from '../../shared/review/reader-agreement.js';
import { formatMetric } from '../texts/format.js';
import styles from './ReviewScreen.module.css';
import type { SeenReading } from './use-case.js';

/** Agreement of each two readings, and of each with the consensus that is shown. */
export function AgreementTables({
  readings,
  names,
  rates,
}: {
  readings: readonly SeenReading[];
  names: readonly string[];
  /** Of those who drew a lesion, in their order; null without a consensus. */
  rates: readonly MemberRates[] | null;
}) {
  const { t } = useTranslation('review');
  const drawn = readings.flatMap(({ mask }, index) =>
    mask ? [{ mask, name: names[index] ?? '' }] : [],
  );
  const pairs = useMemo(() => {
    const masks = readings.flatMap(({ mask }, index) =>
      mask ? [{ mask, name: names[index] ?? '' }] : [],
    );
    return masks.flatMap((a, index) =>
      masks.slice(index + 1).map((b) => ({
        name: t('pair', { a: a.name, b: b.name }),
        agreement: agreementOf(a.mask, b.mask),
      })),
    );
  }, [readings, names, t]);
  if (pairs.length === 0) return null;
  return (
    <div className={styles.tables}>
      <table className={styles.table} data-testid="pair-agreement">
        <caption>{t('agreement.between')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('agreement.readers')}</th>
            <th scope="col">Dice</th>
            <th scope="col">IoU</th>
            <th scope="col">κ</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ name, agreement: { dice, iou, kappa } }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatMetric(dice)}</td>
              <td>{formatMetric(iou)}</td>
              <td>{formatMetric(kappa)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rates && (
        <table className={styles.table} data-testid="reader-rates">
          <caption>{t('rates')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('agreement.reader')}</th>
              <th scope="col">{t('sensitivity')}</th>
              <th scope="col">{t('specificity')}</th>
            </tr>
          </thead>
          <tbody>
            {rates.map(({ sensitivity, specificity }, index) => (
              <tr key={drawn[index]?.name ?? index}>
                <th scope="row">{drawn[index]?.name}</th>
                <td>{formatMetric(sensitivity)}</td>
                <td>{formatMetric(specificity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
