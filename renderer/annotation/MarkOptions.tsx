import { SegmentedControl, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { markKinds, type MarkKind } from '../../shared/marks.js';
import styles from './OptionBar.module.css';
import type { Display } from './use-display.js';

/** What the tool pins to the picture: a measure, an arrow, a note, or the line that calibrates. */
export function MarkOptions({ display, kind }: { display: Display; kind: MarkKind }) {
  const { t } = useTranslation('reading');
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('marks.kind')}
        value={kind}
        data={markKinds.map((value) => ({ value, label: t(`marks.kinds.${value}`) }))}
        data-testid="mark-kind"
        onChange={(value) => {
          const chosen = markKinds.find((each) => each === value);
          if (chosen) display.setTool(`mark-${chosen}`);
        }}
      />
      <Text className={styles.keys ?? ''}>{t(`marks.hints.${kind}`)}</Text>
    </>
  );
}
