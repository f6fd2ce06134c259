import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BlindedSummary } from '../../../shared/blinded.js';
import { call } from '../../api.js';
import { errorTexts } from '../../texts/error-texts.js';
import { ErrorNotice } from '../../ui/ErrorNotice.js';
import styles from './Blinded.module.css';

/** After the last case: what is still open, and the end of blindness. */
export function BlindedEnd({
  reading: { id, cases },
  onGoTo,
  onLeave,
  onRevealed,
}: {
  reading: BlindedSummary;
  onGoTo: (position: number) => void;
  onLeave: () => void;
  onRevealed: () => void;
}) {
  const { t, i18n } = useTranslation('blinded');
  const client = useQueryClient();
  // Asked anew each time the end is reached.
  const state = useQuery({
    queryKey: ['blinded.end', id],
    queryFn: async () => {
      const all = await call('blinded.list', {});
      const { position } = await call('blinded.next', { id });
      return { open: cases - (all.find((each) => each.id === id)?.decided ?? 0), position };
    },
    staleTime: 0,
    gcTime: 0,
  });
  const reveal = useMutation({
    mutationFn: () => call('blinded.reveal', { id }),
    onSuccess: (results) => {
      client.setQueryData(['blinded.results', { id }], results);
      onRevealed();
    },
  });
  if (state.error) return <ErrorNotice {...errorTexts(state.error, i18n.t)} />;
  if (!state.data) return <Loader size="sm" aria-label={t('preparing')} />;
  const { open, position } = state.data;
  return (
    <section className={styles.start} data-testid="blinded-end" data-open={open}>
      <Title order={2} size="h3">
        {open === 0 ? t('end.all', { count: cases }) : t('end.open', { count: open })}
      </Title>
      <Text size="sm" c="dimmed">
        {t('end.final')}
      </Text>
      <Group gap="sm">
        {position !== null && (
          <Button
            size="xs"
            onClick={() => {
              onGoTo(position);
            }}
          >
            {t('end.goToOpen')}
          </Button>
        )}
        <Button
          size="xs"
          variant={position === null ? 'filled' : 'default'}
          loading={reveal.isPending}
          disabled={open === cases}
          onClick={() => {
            reveal.mutate();
          }}
        >
          {t('end.reveal')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            onGoTo(cases - 1);
          }}
        >
          {t('previous')}
        </Button>
        <Button size="xs" variant="subtle" onClick={onLeave}>
          {t('leave')}
        </Button>
      </Group>
    </section>
  );
}
