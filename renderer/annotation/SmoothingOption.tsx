import { Tooltip } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useKeyNames } from './key-names.js';
import { OptionNumber } from './OptionNumber.js';
import type { Display } from './use-display.js';

/** The limit is that of the settings. */
const MOST_SMOOTHING = 100;

interface SmoothingOptionProps {
  display: Display;
  /** The number was typed and confirmed. */
  onEntered: () => void;
}

/** How much the way of the hand is smoothed; 0 takes it as it is. */
export function SmoothingOption({ display, onEntered }: SmoothingOptionProps) {
  const { t } = useTranslation('reading');
  const [key = ''] = useKeyNames()('toggle-smoothing');
  return (
    <Tooltip multiline maw={300} label={t('smoothing.help', { key })}>
      <div>
        <OptionNumber
          label={t('smoothing.label')}
          testId="smoothing"
          min={0}
          max={MOST_SMOOTHING}
          step={5}
          leftSection={<IconWaveSine size={16} aria-hidden />}
          value={display.options.toolSettings.smoothing}
          onChange={display.setSmoothing}
          onEntered={onEntered}
        />
      </div>
    </Tooltip>
  );
}
