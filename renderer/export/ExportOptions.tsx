import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '../../shared/domain.js';
import { canIgnoreDisagreement } from '../../shared/exchange.js';

/** What an export takes along, and leaves out of training, beside what was chosen. */
export interface ExportOptionValues {
  references: boolean;
  ignoreDisagreement: boolean;
}

export const firstOptions: ExportOptionValues = { references: false, ignoreDisagreement: false };

export function ExportOptions({
  values,
  format,
  choosesPictures,
  onChange,
}: {
  values: ExportOptionValues;
  format: ExportFormat;
  /** A snapshot and a selection say themselves which pictures they hold. */
  choosesPictures: boolean;
  onChange: (values: ExportOptionValues) => void;
}) {
  const { t } = useTranslation('export');
  const ignores = canIgnoreDisagreement(format);
  return (
    <Stack gap="xs">
      {choosesPictures && (
        <Checkbox
          size="xs"
          label={t('references')}
          data-testid="export-references"
          checked={values.references}
          onChange={({ currentTarget }) => {
            onChange({ ...values, references: currentTarget.checked });
          }}
        />
      )}
      <Checkbox
        size="xs"
        label={t('ignoreDisagreement')}
        description={t(ignores ? 'ignoreDisagreementHint' : 'ignoreDisagreementNot')}
        data-testid="export-ignore-disagreement"
        disabled={!ignores}
        checked={ignores && values.ignoreDisagreement}
        onChange={({ currentTarget }) => {
          onChange({ ...values, ignoreDisagreement: currentTarget.checked });
        }}
      />
    </Stack>
  );
}
