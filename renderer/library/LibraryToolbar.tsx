import {
  ActionIcon,
  Button,
  CloseButton,
  Group,
  NativeSelect,
  SegmentedControl,
} from '@mantine/core';
import { IconFileExport, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { readingStatus, type ReadingStatus } from '../../shared/domain.js';
import { readingFilter } from '../../shared/reading-record.js';
import { ImportButtons } from './ImportButtons.js';
import styles from './LibraryToolbar.module.css';
import type { InstancePages } from './use-instance-pages.js';
import type { LibraryView } from './use-library-view.js';

const usual: ReadonlySet<ReadingStatus> = new Set(['unread', 'proposed', 'corrected']);

/** Import, filter by status with counts, selection, export. */
export function LibraryToolbar({
  view,
  counts,
  readingCounts,
  readOnly,
  detailsShown,
  onImport,
  onExport,
  onToggleDetails,
}: {
  view: LibraryView;
  counts: InstancePages['counts'];
  readingCounts: InstancePages['readingCounts'];
  readOnly: boolean;
  detailsShown: boolean;
  onImport: (kind: 'files' | 'folder') => void;
  onExport: () => void;
  onToggleDetails: () => void;
}) {
  const { t } = useTranslation('library');
  const all = readingStatus.options.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  // What the gate and the review add shows where there is any of it.
  const isShown = (status: ReadingStatus): boolean =>
    usual.has(status) || (counts[status] ?? 0) > 0 || view.status === status;
  const choices = [
    { value: 'all', label: counted(t('filter.all'), all) },
    ...readingStatus.options.filter(isShown).map((status) => ({
      value: status,
      label: counted(t(`status.${status}`), counts[status] ?? 0),
    })),
  ];
  const selected = view.selection.size;
  const exportLabel = selected > 0 ? t('exportSelection') : t('export');
  const detailsLabel = detailsShown ? t('hideDetails') : t('showDetails');

  return (
    <Group className={styles.toolbar} gap={10} wrap="wrap">
      <ImportButtons disabled={readOnly} compact onImport={onImport} />
      <SegmentedControl
        size="xs"
        aria-label={t('filter.label')}
        value={view.status ?? 'all'}
        data={choices}
        onChange={(value) => {
          view.setStatus(readingStatus.safeParse(value).data ?? null);
        }}
      />
      <NativeSelect
        size="xs"
        aria-label={t('reading.label')}
        value={view.reading ?? 'all'}
        data={[
          { value: 'all', label: t('reading.all') },
          ...readingFilter.options.map((value) => ({
            value,
            label: t(`reading.${value}`, { count: readingCounts[value] ?? 0 }),
          })),
        ]}
        data-testid="reading-filter"
        onChange={(event) => {
          view.setReading(readingFilter.safeParse(event.currentTarget.value).data ?? null);
        }}
      />
      <Group gap={6} ml="auto" wrap="nowrap">
        {selected > 0 && (
          <span className={styles.selection} aria-live="polite">
            {t('selected', { count: selected })}
            <CloseButton
              size="sm"
              aria-label={t('clearSelection')}
              title={t('clearSelection')}
              onClick={view.clearSelection}
            />
          </span>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFileExport size={16} aria-hidden />}
          aria-label={exportLabel}
          title={exportLabel}
          data-testid="export-open"
          onClick={onExport}
        >
          <span className={styles.label}>{exportLabel}</span>
        </Button>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={detailsLabel}
          aria-pressed={detailsShown}
          title={detailsLabel}
          onClick={onToggleDetails}
        >
          <IconLayoutSidebarRight size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function counted(name: string, count: number) {
  return (
    <span>
      {name} <span className={styles.count}>{count}</span>
    </span>
  );
}
