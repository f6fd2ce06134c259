import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { abcdColours } from '../../shared/abcd/colours.js';
import type { AbcdDraft } from '../../shared/abcd/draft.js';
import type { AbcdPart } from '../../shared/abcd/scores.js';
import styles from './AbcdPanel.module.css';

/** What a number of the draft was made of, in words. */
export function AbcdFound({ part, draft }: { part: AbcdPart; draft: AbcdDraft }) {
  const { t, i18n } = useTranslation('reading');
  if (part === 'colours' && draft.colours.found.length > 0) {
    return (
      <ul className={styles.swatches}>
        {draft.colours.found.map((name) => (
          <li key={name}>
            <span
              className={styles.swatch}
              style={{ background: `rgb(${abcdColours[name].join(' ')})` }}
            />
            {t(`abcd.colour.${name}`)}
          </li>
        ))}
      </ul>
    );
  }
  const list = new Intl.ListFormat(i18n.language, { style: 'narrow', type: 'conjunction' });
  const text = (): string => {
    switch (part) {
      case 'asymmetry': {
        const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
        const [first = '', second = ''] = draft.asymmetry.axes.map(({ contour, colour }) =>
          t('abcd.axis', { contour: percent.format(contour), colour: colour.toFixed(0) }),
        );
        return t('abcd.axes', { first, second });
      }
      case 'border': {
        const numbers = (which: (octant: Octant) => boolean): string =>
          list.format(
            draft.border.octants.flatMap((octant, index) =>
              which(octant) ? [String(index + 1)] : [],
            ),
          );
        const abrupt = numbers((octant) => octant.abrupt);
        const unjudged = numbers(({ steepness }) => steepness === null);
        const said = abrupt === '' ? t('abcd.gradual') : t('abcd.abrupt', { parts: abrupt });
        return unjudged === '' ? said : `${said} · ${t('abcd.unjudged', { parts: unjudged })}`;
      }
      case 'colours':
        return t('abcd.noColours');
      case 'structures':
        return draft.structures.found.length === 0
          ? t('abcd.unmarked')
          : list.format(draft.structures.found.map((name) => t(`abcd.structure.${name}`)));
    }
  };
  return <Text className={styles.found ?? ''}>{text()}</Text>;
}

type Octant = AbcdDraft['border']['octants'][number];
