import { Button, Group, List, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportFormat, type ExportFormat } from '../../shared/domain.js';
import type { ExportSelection } from '../../shared/exchange.js';
import { useMethod } from '../queries.js';
import { ExportOptions, firstOptions, sayable, type ExportOptionValues } from './ExportOptions.js';
import { ExportTrial } from './ExportTrial.js';

export interface ExportRequest {
  selection: ExportSelection;
  format: ExportFormat;
  ignoreDisagreement: boolean;
}

type Scope = ExportSelection['kind'];

/** Of which pictures an export is, in what format, and what would come of it. */
export function ExportChoice({
  selected,
  snapshot: preset,
  onCancel,
  onRun,
}: {
  selected: ReadonlySet<string>;
  /** The name of a snapshot to begin with. */
  snapshot: string | null;
  onCancel: () => void;
  onRun: (request: ExportRequest) => void;
}) {
  const { t } = useTranslation(['export', 'common']);
  const [scope, setScope] = useState<Scope>(
    preset !== null ? 'snapshot' : selected.size > 0 ? 'pictures' : 'all',
  );
  const [wished, setWished] = useState(firstOptions);
  const [format, setFormat] = useState<ExportFormat>('isic');
  const [chosen, setChosen] = useState<string | null>(preset);
  const [canRun, setCanRun] = useState(false);
  const { data: snapshots } = useMethod('snapshot.list', {});
  const names = snapshots?.map(({ name }) => name) ?? [];
  const options = sayable(wished, format);
  const name = chosen ?? names.at(-1) ?? null;
  const needsSnapshot = scope === 'snapshot' || scope === 'since';
  const selection = selectionOf(scope, { options, name, selected });

  return (
    <Stack gap="md">
      <Radio.Group
        label={t('scope')}
        value={scope}
        onChange={(value) => {
          setScope(value);
        }}
      >
        <Stack gap="xs" mt={6}>
          <Radio value="all" label={t('scopes.all')} />
          {selected.size > 0 && (
            <Radio
              value="pictures"
              label={t('scopes.pictures', { count: selected.size })}
              description={t('selectionHint')}
            />
          )}
          {(['snapshot', 'since'] as const).map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(`scopes.${kind}`)}
              data-testid={`export-${kind}`}
              disabled={names.length === 0}
              description={names.length === 0 ? t('noSnapshot') : undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {needsSnapshot && (
        <Select
          size="xs"
          label={t('snapshot')}
          data={names}
          value={name}
          allowDeselect={false}
          onChange={setChosen}
        />
      )}
      <Select
        size="xs"
        label={t('format')}
        description={t(`formatHints.${format}`)}
        inputWrapperOrder={['label', 'input', 'description']}
        data={exportFormat.options.map((value) => ({ value, label: t(`formats.${value}`) }))}
        value={format}
        allowDeselect={false}
        data-testid="export-format"
        onChange={(value) => {
          if (value) setFormat(value);
        }}
      />
      <ExportOptions values={wished} format={format} scope={scope} onChange={setWished} />
      {selection && <ExportTrial selection={selection} onCount={setCanRun} />}
      <List size="xs" spacing={2} c="dimmed">
        <List.Item>{t('points.names')}</List.Item>
        <List.Item>{t('points.attributes')}</List.Item>
        <List.Item>{t('points.verified')}</List.Item>
      </List>
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('common:action.cancel')}
        </Button>
        <Button
          disabled={!selection || !canRun}
          data-testid="export-run"
          onClick={() => {
            const { ignoreDisagreement } = options;
            if (selection) onRun({ selection, format, ignoreDisagreement });
          }}
        >
          {t('run')}
        </Button>
      </Group>
    </Stack>
  );
}

function selectionOf(
  scope: Scope,
  {
    options: { references, unreviewed },
    name,
    selected,
  }: { options: ExportOptionValues; name: string | null; selected: ReadonlySet<string> },
): ExportSelection | null {
  if (scope === 'all') return { kind: 'all', references, unreviewed };
  if (scope === 'pictures') return { kind: 'pictures', instanceIds: [...selected], unreviewed };
  if (name === null) return null;
  return scope === 'snapshot'
    ? { kind: 'snapshot', name }
    : { kind: 'since', name, references, unreviewed };
}
