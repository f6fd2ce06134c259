import { Center, Group, Loader, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { AddModel } from './AddModel.js';
import { ModelCard } from './ModelCard.js';
import styles from './ModelsScreen.module.css';

/** The installed models: what each is, what it was trained on, and how it did. */
export function ModelsScreen() {
  const { t, i18n } = useTranslation(['models', 'common']);
  const { data: models, error, refetch } = useMethod('model.list', {});
  const { data: inference } = useMethod('inference.status', {});

  const cards = () => {
    if (error) {
      return (
        <ErrorNotice
          {...errorTexts(error, i18n.t)}
          action={{ label: t('common:action.tryAgain'), run: () => void refetch() }}
        />
      );
    }
    if (!models) {
      return (
        <Center p="xl">
          <Loader size="sm" aria-label={t('common:loading')} />
        </Center>
      );
    }
    if (models.length === 0) return <Text c="dimmed">{t('none')}</Text>;
    return (
      <div className={styles.cards}>
        {models.map((model) => (
          <ModelCard key={model.id} model={model} inference={inference} />
        ))}
      </div>
    );
  };

  return (
    <div className={styles.screen}>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('title')}
        </Title>
        <AddModel />
      </Group>
      <Text c="dimmed" mb="md">
        {t('intro')}
      </Text>
      {cards()}
    </div>
  );
}
