import { Checkbox, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '../../shared/domain.js';
import {
  canIgnoreDisagreement,
  canMarkUnreviewed,
  type ExportSelection,
} from '../../shared/exchange.js';

/** What an export takes along, and leaves out of training, beside what was chosen. */
export interface ExportOptionValues {
  references: boolean;
  unreviewed: boolean;
  ignoreDisagreement: boolean;
}

export const firstOptions: ExportOptionValues = {
  references: false,
  unreviewed: false,
  ignoreDisagreement: false,
};

/** The options that a format can say, the others off. */
export function sayable(values: ExportOptionValues, format: ExportFormat): ExportOptionValues {
  return {
    references: values.references,
    unreviewed: values.unreviewed && canMarkUnreviewed(format),
    ignoreDisagreement: values.ignoreDisagreement && canIgnoreDisagreement(format),
  };
}

export function ExportOptions({
  values,
  format,
  scope,
  onChange,
}: {
  values: ExportOptionValues;
  format: ExportFormat;
  scope: ExportSelection['kind'];
  onChange: (values: ExportOptionValues) => void;
}) {
  const { t } = useTranslation('export');
  const { references, unreviewed, ignoreDisagreement } = sayable(values, format);
  const marks = canMarkUnreviewed(format);
  const ignores = canIgnoreDisagreement(format);
  return (
    <Stack gap="xs">
      {(scope === 'all' || scope === 'since') && (
        <Checkbox
          size="xs"
          label={t('references')}
          data-testid="export-references"
          checked={references}
          onChange={({ currentTarget }) => {
            onChange({ ...values, references: currentTarget.checked });
          }}
        />
      )}
      {/* What nobody has read is in no snapshot. */}
      {scope !== 'snapshot' && (
        <Checkbox
          size="xs"
          label={t('unreviewed')}
          description={marks ? undefined : t('unreviewedNot')}
          data-testid="export-unreviewed"
          disabled={!marks}
          checked={unreviewed}
          onChange={({ currentTarget }) => {
            onChange({ ...values, unreviewed: currentTarget.checked });
          }}
        />
      )}
      {scope !== 'snapshot' && unreviewed && (
        <Text size="xs" c="var(--warning)" role="alert" data-testid="export-unreviewed-warning">
          {t('unreviewedWarning')}
        </Text>
      )}
      <Checkbox
        size="xs"
        label={t('ignoreDisagreement')}
        description={t(ignores ? 'ignoreDisagreementHint' : 'ignoreDisagreementNot')}
        data-testid="export-ignore-disagreement"
        disabled={!ignores}
        checked={ignoreDisagreement}
        onChange={({ currentTarget }) => {
          onChange({ ...values, ignoreDisagreement: currentTarget.checked });
        }}
      />
    </Stack>
  );
}
