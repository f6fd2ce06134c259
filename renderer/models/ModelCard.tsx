import { Badge, Group, Text, Title, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InferenceStatus, ModelSummary } from '../../shared/domain.js';
import { fallbackText } from '../texts/fallback-texts.js';
import { formatCount } from '../texts/format.js';
import { modelWords } from '../texts/model-words.js';
import { Fact, Facts } from '../ui/Facts.js';
import { MetricTable } from './MetricTable.js';
import styles from './ModelsScreen.module.css';

export function ModelCard({
  model,
  inference,
}: {
  model: ModelSummary;
  inference: InferenceStatus | undefined;
}) {
  const { t, i18n } = useTranslation(['models', 'common']);
  const { t: common } = useTranslation();
  const words = (text: string) => modelWords(text, i18n.language);
  const count = (value: number) => (
    <span title={value.toLocaleString(i18n.language)}>{formatCount(value)}</span>
  );
  const provider = inference?.provider;

  return (
    <article className={styles.card} aria-label={model.title}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2} size="h4">
            {model.title}
          </Title>
          <Text className={styles.version}>{t('version', { version: model.version })}</Text>
        </div>
        {model.isDefault && <Badge variant="filled">{t('default')}</Badge>}
      </Group>
      <Text size="sm">{words(model.description)}</Text>
      <Facts>
        <Fact name={t('trainedOn')}>{words(model.trainedOn)}</Fact>
        <Fact name={t('intendedUse')}>{words(model.intendedUse)}</Fact>
        <Fact name={t('license')}>{model.license}</Fact>
        {model.params !== null && <Fact name={t('size')}>{count(model.params)}</Fact>}
        {model.macs !== null && (
          <Fact
            name={
              <Tooltip label={t('costHelp')}>
                <span className={styles.defined} tabIndex={0}>
                  {t('cost')}
                </span>
              </Tooltip>
            }
          >
            {count(model.macs)}
          </Fact>
        )}
        {model.inputSize && <Fact name={t('input')}>{t('inputValue', model.inputSize)}</Fact>}
        <Fact name={t('threshold')}>{model.threshold}</Fact>
        {model.isDefault && inference && (
          <Fact name={t('device')}>
            {provider
              ? t('common:statusBar.device', {
                  name: t(`common:statusBar.deviceName.${provider}`),
                  count: inference.threads,
                })
              : t('common:statusBar.testing')}
            {inference.fallback !== null && (
              <Text size="xs" c="dimmed">
                {fallbackText(inference.fallback, common)}
              </Text>
            )}
          </Fact>
        )}
        <Fact name={t('hash')}>
          <code title={model.sha256}>{model.sha256.slice(0, 12)}</code>
        </Fact>
      </Facts>
      <MetricTable metrics={model.metrics} note={words(model.metricsNote)} />
    </article>
  );
}
