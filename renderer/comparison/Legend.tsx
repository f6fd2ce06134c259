import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../shared/domain.js';
import { heatStops } from '../viewport/heat-colours.js';
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
          <Entry
            colour={`linear-gradient(to right, ${heatStops('uncertainty').join(', ')})`}
            text={t('uncertaintyLegend')}
            wide
          />
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

/** @param colour any CSS background; of a scale the swatch is wide */
function Entry({ colour, text, wide }: { colour: string; text: string; wide?: boolean }) {
  return (
    <span>
      <i className={styles.swatch} data-wide={wide} style={{ background: colour }} />
      {text}
    </span>
  );
}
