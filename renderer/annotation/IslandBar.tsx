import { Button, Kbd, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './OptionBar.module.css';
import type { IslandControl } from './use-island-choice.js';

/** What a click on an island does, and what it would take from the mask. */
export function IslandBar({ control }: { control: IslandControl }) {
  const { t, i18n } = useTranslation('reading');
  const { act, count, outcome } = control;
  const number = new Intl.NumberFormat(i18n.language);
  const effect =
    outcome === null
      ? t(count === 0 ? 'island.none' : 'island.point', { islands: number.format(count) })
      : outcome.goes === 0
        ? t('command.nothing')
        : t('island.effect', {
            parts: number.format(outcome.parts),
            goes: number.format(outcome.goes),
          });
  return (
    <div
      className={styles.bar}
      role="group"
      aria-label={t('command.label')}
      data-testid="island-bar"
    >
      <SegmentedControl
        size="xs"
        aria-label={t('island.label')}
        data-testid="island-act"
        value={act ?? 'remove-island'}
        onChange={(value) => {
          control.begin(value === 'keep-island' ? 'keep-island' : 'remove-island');
        }}
        data={[
          { value: 'keep-island', label: t('island.keep') },
          { value: 'remove-island', label: t('island.remove') },
        ]}
      />
      <Tooltip multiline maw={320} label={t('island.help')}>
        <Text className={styles.keys ?? ''} role="status" data-testid="island-effect">
          {effect}
        </Text>
      </Tooltip>
      <span className={styles.space} />
      <Button
        size="compact-sm"
        variant="default"
        disabled={count === 0}
        data-testid="island-next"
        onClick={control.next}
      >
        {t('island.next')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        rightSection={<Kbd size="xs">{t('key.escape')}</Kbd>}
        data-testid="island-end"
        onClick={control.end}
      >
        {t('island.end')}
      </Button>
      <Button
        size="compact-sm"
        disabled={outcome === null || outcome.goes === 0}
        rightSection={<Kbd size="xs">{t('key.enter')}</Kbd>}
        data-testid="island-apply"
        onClick={control.apply}
      >
        {t('command.apply')}
      </Button>
    </div>
  );
}
