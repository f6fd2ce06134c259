import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MetadataColumns } from '../../shared/domain.js';
import type { ImportDraft } from '../../shared/exchange.js';
import { Chosen } from './Chosen.js';
import { ImportReport } from './ImportReport.js';
import { SourceFields, type StatedSource } from './SourceFields.js';
import { TableMapping } from './TableMapping.js';
import { isUnderWay, type Imports, type StartRequest } from './use-imports.js';

/** Choose, check, go, receipt. An import that runs goes on when the dialog is closed. */
export function ImportDialog({ imports }: { imports: Imports }) {
  const { t } = useTranslation(['importing', 'common']);
  const { draft } = imports;
  return (
    <Modal
      opened={draft !== null}
      onClose={imports.close}
      title={t('title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {draft && <Draft key={draft.id} draft={draft} imports={imports} />}
    </Modal>
  );
}

/** What was changed of the columns that the table's own names suggest. */
interface ChosenColumns {
  fileName: string;
  columns: MetadataColumns;
}

function Draft({ draft, imports }: { draft: ImportDraft; imports: Imports }) {
  const { t } = useTranslation(['importing', 'common']);
  const [chosen, setChosen] = useState<ChosenColumns | null>(null);
  const [source, setSource] = useState<StatedSource>({ statement: '', licence: '' });
  const { table } = draft;
  const columns = table && (chosen?.fileName === table.fileName ? chosen.columns : table.suggested);
  const job = imports.jobs.find(({ jobId }) => jobId === imports.shownId);
  const start = (dryRun: StartRequest['dryRun']): void => {
    const stated = source.statement.trim() !== '';
    imports.start({
      dryRun,
      columns: columns && columns.picture !== null ? columns : null,
      source: stated ? source : null,
    });
  };
  const go = (label: string) => (
    <Button
      data-testid="import-go"
      onClick={() => {
        start(false);
      }}
    >
      {label}
    </Button>
  );

  if (job) {
    const running = isUnderWay(job);
    const isOver = !job.dryRun && job.state === 'finished';
    return (
      <Stack gap="md">
        <ImportReport job={job} />
        <Group justify="flex-end">
          {running && (
            <Button
              variant="default"
              onClick={() => {
                imports.cancel(job.jobId);
              }}
            >
              {t('common:action.cancel')}
            </Button>
          )}
          {running && !job.dryRun && <Button onClick={imports.close}>{t('background')}</Button>}
          {!running && !isOver && (
            <Button variant="default" onClick={imports.back}>
              {t('back')}
            </Button>
          )}
          {!running && !isOver && go(t(job.dryRun ? 'go' : 'goOn'))}
          {isOver && (
            <Button data-testid="import-close" onClick={imports.close}>
              {t('common:action.close')}
            </Button>
          )}
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <Chosen names={draft.names} onAdd={imports.choose} />
      <TableMapping
        table={table}
        columns={columns}
        onChoose={() => {
          imports.choose('table');
        }}
        onChange={(changed) => {
          if (table) setChosen({ fileName: table.fileName, columns: changed });
        }}
      />
      <SourceFields source={source} onChange={setSource} />
      <Group justify="flex-end">
        <Button variant="default" onClick={imports.close}>
          {t('common:action.cancel')}
        </Button>
        <Button
          variant="default"
          data-testid="import-check"
          onClick={() => {
            start(true);
          }}
        >
          {t('check')}
        </Button>
        {go(t('go'))}
      </Group>
    </Stack>
  );
}
