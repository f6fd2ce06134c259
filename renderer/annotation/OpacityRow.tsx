import { Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './OpacityRow.module.css';

interface OpacityRowProps {
  /** Of what; for screen readers. */
  readonly name: string;
  readonly least: number;
  readonly value: number;
  readonly testId: string;
  readonly onChange: (value: number) => void;
}

/** How much of the picture shows through what lies over it. */
export function OpacityRow({ name, least, value, testId, onChange }: OpacityRowProps) {
  const { t } = useTranslation('reading');
  return (
    <div className={styles.row}>
      <Text size="sm">{t('overlay.opacity')}</Text>
      <Slider
        size="sm"
        min={least}
        max={1}
        step={0.05}
        label={null}
        thumbLabel={name}
        value={value}
        data-testid={testId}
        onChange={onChange}
      />
    </div>
  );
}
