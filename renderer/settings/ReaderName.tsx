import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { settings } from '../../shared/domain.js';
import { useMethod } from '../queries.js';

/**
 * The reader's name, new or one of those that the library knows; kept on Enter and on leaving the
 * field, so half a name is never kept.
 */
export function ReaderName({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const { t } = useTranslation('settings');
  const { data: known = [] } = useMethod('reader.list', {});
  const [draft, setDraft] = useState(name);
  const valid = settings.shape.reader.safeParse(draft.trim()).success;
  const keep = (): void => {
    if (valid && draft.trim() !== name) onChange(draft.trim());
  };
  return (
    <Autocomplete
      label={t('reader')}
      description={t('readerHelp')}
      value={draft}
      data={known}
      // All of them, also while the field holds the present name.
      filter={({ options }) => options}
      maxLength={64}
      error={valid ? null : t('readerEmpty')}
      data-testid="reader-name"
      onChange={setDraft}
      onOptionSubmit={(chosen) => {
        if (chosen !== name) onChange(chosen);
      }}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
