import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './OptionBar.module.css';

interface OptionNumberProps {
  label: string;
  testId: string;
  min: number;
  max: number;
  value: number;
  onChange: (value: number) => void;
  /** Enter: the number is as it should be. */
  onEntered?: (() => void) | undefined;
  step?: number;
  /** Digits behind the point. */
  decimals?: number;
  /** A sign of what is set, where there is no room for its name. */
  leftSection?: ReactNode;
  prefix?: string;
  suffix?: string;
}

/** A number of the option bar. Typed above its bounds it counts as the largest; below, not yet. */
export function OptionNumber(props: OptionNumberProps) {
  const { label, testId, min, max, decimals = 0, onChange, onEntered, ...rest } = props;
  return (
    <NumberInput
      className={styles.number ?? ''}
      size="xs"
      aria-label={label}
      data-testid={testId}
      min={min}
      max={max}
      allowDecimal={decimals > 0}
      decimalScale={decimals}
      onChange={(value) => {
        if (typeof value === 'number' && value >= min) onChange(Math.min(value, max));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEntered?.();
      }}
      {...rest}
    />
  );
}
