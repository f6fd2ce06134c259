import { Button, Popover, Slider, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './ComparePane.module.css';

/** The threshold of one pane: acts on the probabilities of the run, the model is not run again. */
export function ThresholdControl({
  name,
  own,
  value,
  onChange,
}: {
  name: string;
  /** The model's own threshold. */
  own: number;
  /** Null: the model's own. */
  value: number | null;
  onChange: (threshold: number | null) => void;
}) {
  const { t } = useTranslation('comparison');
  const shown = value ?? own;
  return (
    <Popover width={240} position="bottom" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={styles.threshold ?? ''}
          aria-label={t('threshold.of', { name, value: shown.toFixed(2) })}
          data-changed={value !== null}
        >
          {t('threshold.short', { value: shown.toFixed(2) })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="xs" mb={6}>
          {t('threshold.title')}
        </Text>
        <Slider
          size="sm"
          min={0.01}
          max={0.99}
          step={0.01}
          label={(at) => at.toFixed(2)}
          thumbLabel={t('threshold.title')}
          value={shown}
          onChange={onChange}
        />
        <Button
          mt="sm"
          size="compact-xs"
          variant="default"
          disabled={value === null}
          onClick={() => {
            onChange(null);
          }}
        >
          {t('threshold.own', { value: own.toFixed(2) })}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
