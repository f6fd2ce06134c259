import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { settings } from '../../shared/domain.js';

/** The reader's name, kept on Enter and on leaving the field, so half a name is never kept. */
export function ReaderName({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const { t } = useTranslation('settings');
  const [draft, setDraft] = useState(name);
  const valid = settings.shape.reader.safeParse(draft.trim()).success;
  const keep = (): void => {
    if (valid && draft.trim() !== name) onChange(draft.trim());
  };
  return (
    <TextInput
      label={t('reader')}
      description={t('readerHelp')}
      value={draft}
      maxLength={64}
      error={valid ? null : t('readerEmpty')}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
      }}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
