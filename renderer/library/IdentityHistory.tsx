import { Button, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { formatDateTime } from '../texts/format.js';
import styles from './AlikePairs.module.css';

/** Patients and lesions merged and split by hand, newest first, each with its undo. */
export function IdentityHistory({ readOnly }: { readOnly: boolean }) {
  const { t, i18n } = useTranslation('curation');
  const { data } = useMethod('identity.changes', {});
  const undo = useMutation({
    mutationFn: (sequence: number) => call('identity.undo', { sequence }),
  });
  return (
    <aside className={styles.history} aria-label={t('identity.history')}>
      <Title order={3} size="h5">
        {t('identity.history')}
      </Title>
      {data?.length === 0 && (
        <Text size="xs" c="dimmed" mt={8}>
          {t('identity.nothing')}
        </Text>
      )}
      <ol>
        {data?.map(({ sequence, kind, curator, pictures, atMs, undone }) => (
          <li key={sequence} data-undone={undone} data-testid="identity-change">
            {t(`identity.${kind}`)}
            <small>
              {t('identity.by', {
                count: pictures,
                name: curator,
                time: formatDateTime(atMs, i18n.language),
              })}
            </small>
            {!undone && (
              <Button
                size="compact-xs"
                variant="default"
                disabled={readOnly}
                onClick={() => {
                  undo.mutate(sequence);
                }}
              >
                {t('identity.undo')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </aside>
  );
}
