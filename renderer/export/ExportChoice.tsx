import { Button, Group, List, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../queries.js';

type Scope = 'corrected' | 'selection';

/** What an export writes, what it leaves out, and of which pictures. */
export function ExportChoice({
  selection,
  onCancel,
  onRun,
}: {
  selection: ReadonlySet<string>;
  onCancel: () => void;
  /** Null: every corrected picture. */
  onRun: (instanceIds: string[] | null) => void;
}) {
  const { t } = useTranslation(['export', 'common']);
  const [scope, setScope] = useState<Scope>(selection.size > 0 ? 'selection' : 'corrected');
  const { data } = useMethod('library.list', { offset: 0, limit: 1, status: null, search: '' });
  const corrected = (data?.counts.corrected ?? 0) + (data?.counts.accepted ?? 0);
  const nothing = scope === 'corrected' && data !== undefined && corrected === 0;

  return (
    <Stack gap="md">
      <Text size="sm">{t('intro')}</Text>
      <List size="sm" spacing={4} c="dimmed">
        <List.Item>{t('points.layout')}</List.Item>
        <List.Item>{t('points.names')}</List.Item>
        <List.Item>{t('points.attributes')}</List.Item>
        <List.Item>{t('points.verified')}</List.Item>
      </List>
      <Radio.Group
        label={t('scope')}
        value={scope}
        onChange={(value) => {
          setScope(value === 'selection' ? 'selection' : 'corrected');
        }}
      >
        <Stack gap="xs" mt={6}>
          <Radio value="corrected" label={t('allCorrected', { count: corrected })} />
          {selection.size > 0 && (
            <Radio
              value="selection"
              label={t('selection', { count: selection.size })}
              description={t('selectionHint')}
            />
          )}
        </Stack>
      </Radio.Group>
      {nothing && (
        <Text size="sm" c="var(--warning)">
          {t('nothing')}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('common:action.cancel')}
        </Button>
        <Button
          disabled={nothing}
          data-testid="export-run"
          onClick={() => {
            onRun(scope === 'selection' ? [...selection] : null);
          }}
        >
          {t('run')}
        </Button>
      </Group>
    </Stack>
  );
}
