import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Leak } from '../../shared/exchange.js';
import styles from './SnapshotsScreen.module.css';

/** Pairs that stated splits tear apart, and a way to leave one of each out. */
export function Leaks({
  leaks,
  leftOut,
  onLeaveOut,
}: {
  leaks: readonly Leak[];
  leftOut: readonly string[];
  onLeaveOut: (name: string) => void;
}) {
  const { t } = useTranslation('snapshots');
  return (
    <section data-testid="snapshot-leaks">
      <Text size="sm" c="var(--danger)" fw={600}>
        {t('dialog.leaks', { count: leaks.length })}
      </Text>
      <Text size="xs">{t('dialog.leaksRemedy')}</Text>
      <ul className={styles.leaks}>
        {leaks.map(({ kind, a, b }) => (
          <li key={`${kind} ${a.name} ${b.name}`}>
            {t('dialog.leak', { a: a.name, b: b.name, splitA: a.split, splitB: b.split })}{' '}
            <span className={styles.muted}>{t(`dialog.leakKind.${kind}`)}</span>
            <Group gap={6} mt={4}>
              {[...new Set([a.name, b.name])].map((name) => (
                <Button
                  key={name}
                  size="compact-xs"
                  variant="default"
                  disabled={leftOut.includes(name)}
                  onClick={() => {
                    onLeaveOut(name);
                  }}
                >
                  {t('dialog.leave', { name })}
                </Button>
              ))}
            </Group>
          </li>
        ))}
      </ul>
    </section>
  );
}
