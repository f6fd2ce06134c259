import { Group, TextInput, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface StatedSource {
  statement: string;
  licence: string;
}

/** Where the pictures come from, for dataset cards; nothing need be said. */
export function SourceFields({
  source,
  onChange,
}: {
  source: StatedSource;
  onChange: (source: StatedSource) => void;
}) {
  const { t } = useTranslation('importing');
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        {t('source.title')}
      </Title>
      <Group align="start" grow>
        <TextInput
          size="xs"
          label={t('source.statement')}
          description={t('source.statementHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          maxLength={500}
          value={source.statement}
          onChange={({ currentTarget }) => {
            onChange({ ...source, statement: currentTarget.value });
          }}
        />
        <TextInput
          size="xs"
          label={t('source.licence')}
          maxLength={200}
          value={source.licence}
          onChange={({ currentTarget }) => {
            onChange({ ...source, licence: currentTarget.value });
          }}
        />
      </Group>
    </section>
  );
}
