import { ActionIcon, Button, Group, NativeSelect, SegmentedControl } from '@mantine/core';
import {
  IconChartBar,
  IconCopy,
  IconFileExport,
  IconLayoutGrid,
  IconLayoutSidebarRight,
  IconTable,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { readingStatus, type ReadingStatus } from '../../shared/domain.js';
import { readingFilter } from '../../shared/reading-record.js';
import { formatNumber } from '../texts/format.js';
import { FilterPanel } from './FilterPanel.js';
import { ImportButtons } from './ImportButtons.js';
import styles from './LibraryToolbar.module.css';
import { SavedViewsMenu } from './SavedViewsMenu.js';
import type { InstancePages } from './use-instance-pages.js';
import type { LibraryLayout, LibraryView } from './use-library-view.js';

const usual: ReadonlySet<ReadingStatus> = new Set(['unread', 'proposed', 'corrected']);

const layouts = {
  grid: IconLayoutGrid,
  table: IconTable,
  statistics: IconChartBar,
  alike: IconCopy,
} as const;

/** Import, status with counts, filters, saved views, layout, export. */
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
  const { t, i18n } = useTranslation(['library', 'curation']);
  const counted = (name: string, count: number) => (
    <span>
      {name} <span className={styles.count}>{formatNumber(count, i18n.language)}</span>
    </span>
  );
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
  const exportLabel = view.selection.size > 0 ? t('exportSelection') : t('export');
  const detailsLabel = detailsShown ? t('hideDetails') : t('showDetails');
  const trashLabel = view.filter.trashed ? t('curation:trash.leave') : t('curation:trash.show');

  return (
    <Group className={styles.toolbar} gap={8} wrap="wrap">
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
      <FilterPanel view={view} />
      <SavedViewsMenu view={view} readOnly={readOnly} />
      <Group gap={6} ml="auto" wrap="nowrap">
        <ActionIcon.Group role="group" aria-label={t('curation:layout.label')}>
          {(Object.keys(layouts) as LibraryLayout[]).map((layout) => {
            const Icon = layouts[layout];
            const label = t(`curation:layout.${layout}`);
            return (
              <ActionIcon
                key={layout}
                variant={view.layout === layout ? 'filled' : 'default'}
                size={30}
                aria-label={label}
                aria-pressed={view.layout === layout}
                title={label}
                data-testid={`layout-${layout}`}
                onClick={() => {
                  view.setLayout(layout);
                }}
              >
                <Icon size={16} aria-hidden />
              </ActionIcon>
            );
          })}
        </ActionIcon.Group>
        <ActionIcon
          variant={view.filter.trashed ? 'filled' : 'default'}
          size={30}
          aria-label={trashLabel}
          aria-pressed={view.filter.trashed}
          title={trashLabel}
          data-testid="show-trash"
          onClick={() => {
            view.clearSelection();
            view.narrow({ trashed: !view.filter.trashed });
          }}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
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
