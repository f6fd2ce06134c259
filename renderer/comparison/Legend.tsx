import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../shared/domain.js';
import styles from './CompareScreen.module.css';
import { onlyFirstColour, onlyThisColour } from './pane-masks.js';

/** What the colours of a view mean, and how regions are taken. */
export function Legend({ view, first }: { view: ComparisonView; first: string }) {
  const { t } = useTranslation('comparison');
  switch (view) {
    case 'difference':
      return (
        <p className={styles.legend}>
          <Entry colour={onlyFirstColour} text={t('onlyFirst', { name: first })} />
          <Entry colour={onlyThisColour} text={t('onlyThis')} />
        </p>
      );
    case 'regions':
      return (
        <p className={styles.legend}>
          <Entry colour={onlyFirstColour} text={t('regions.drop')} />
          <Entry colour={onlyThisColour} text={t('regions.take')} />
          <span>{t('regions.help')}</span>
        </p>
      );
    case 'uncertainty':
      return (
        <p className={styles.legend}>
          <Entry colour="#ffc24b" text={t('uncertaintyLegend')} />
        </p>
      );
    case 'votes':
      return (
        <p className={styles.legend}>
          <Entry colour={onlyFirstColour} text={t('votesLegend')} />
        </p>
      );
    default:
      return null;
  }
}

function Entry({ colour, text }: { colour: string; text: string }) {
  return (
    <span>
      <i className={styles.swatch} style={{ background: colour }} />
      {text}
    </span>
  );
}
