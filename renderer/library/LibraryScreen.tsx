import { Button, Center, Loader, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { AlikePairs } from './AlikePairs.js';
import { EmptyLibrary } from './EmptyLibrary.js';
import { ImportButtons } from './ImportButtons.js';
import { InstanceDetails } from './InstanceDetails.js';
import { InstanceGrid } from './InstanceGrid.js';
import { InstanceTable } from './InstanceTable.js';
import { LibraryToolbar } from './LibraryToolbar.js';
import styles from './LibraryScreen.module.css';
import { SelectionBar } from './SelectionBar.js';
import { TrashBar } from './TrashBar.js';
import { useInstancePages } from './use-instance-pages.js';
import { everything, narrowing, type LibraryView } from './use-library-view.js';

// The plots are large, and most sittings need none.
const LibraryStatistics = lazy(async () => ({
  default: (await import('./LibraryStatistics.js')).LibraryStatistics,
}));

/** All pictures of the library, and what is known of the focused one. */
export function LibraryScreen({
  view,
  readOnly,
  onOpen,
  onImport,
  onExport,
  onRunModels,
}: {
  view: LibraryView;
  readOnly: boolean;
  onOpen: (instanceId: string) => void;
  onImport: (kind: 'files' | 'folder') => void;
  onExport: () => void;
  onRunModels: () => void;
}) {
  const { t, i18n } = useTranslation(['library', 'curation', 'common']);
  const [visible, setVisible] = useState({ first: 0, last: 0 });
  // Beside the pictures where there is room, else over them when asked for.
  const narrow = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false });
  const [besideShown, setBesideShown] = useLocalStorage({
    key: 'library-details',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [overShown, setOverShown] = useState(false);
  const detailsShown = narrow ? overShown : besideShown;
  const { filter, sort, layout } = view;
  const pages = useInstancePages({ filter, sort }, visible);
  const { status, reading, search, trashed } = filter;
  const unfiltered =
    status === null && reading === null && search === '' && narrowing(filter) === 0 && !trashed;
  const listed = layout === 'grid' || layout === 'table';
  const actions = {
    onFocus: view.setFocus,
    onOpen,
    onToggle: view.toggle,
    onSelectPlaces: view.selectPlaces,
  };
  const see = useCallback((first: number, last: number) => {
    setVisible({ first, last });
  }, []);
  const focused = pages.at(view.focus);

  const pictures = () => {
    if (pages.error) {
      return (
        <Center h="100%" p="lg">
          <ErrorNotice
            {...errorTexts(pages.error, i18n.t)}
            action={{ label: t('common:action.tryAgain'), run: pages.retry }}
          />
        </Center>
      );
    }
    if (pages.total === null) {
      return (
        <Center h="100%">
          <Loader size="sm" aria-label={t('common:loading')} />
        </Center>
      );
    }
    if (pages.total > 0) {
      const shown = {
        total: pages.total,
        at: pages.at,
        focus: Math.min(view.focus, pages.total - 1),
        selection: view.selection,
        actions,
        onVisible: see,
      };
      return layout === 'table' ? (
        <InstanceTable {...shown} sort={sort} onSort={view.setSort} />
      ) : (
        <InstanceGrid {...shown} />
      );
    }
    if (unfiltered) {
      return (
        <EmptyLibrary>
          <ImportButtons disabled={readOnly} onImport={onImport} />
        </EmptyLibrary>
      );
    }
    return (
      <Stack h="100%" align="center" justify="center" gap="sm">
        <Text c="dimmed">{trashed ? t('curation:trash.empty') : t('noMatch')}</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            view.show(everything, sort);
          }}
        >
          {t('showAll')}
        </Button>
      </Stack>
    );
  };

  const empty = pages.total === 0 && unfiltered;
  return (
    <div className={styles.screen}>
      <VisuallyHidden component="h1">{t('common:nav.library')}</VisuallyHidden>
      {!empty && (
        <LibraryToolbar
          view={view}
          counts={pages.counts}
          readingCounts={pages.readingCounts}
          readOnly={readOnly}
          detailsShown={detailsShown}
          onImport={onImport}
          onExport={onExport}
          onToggleDetails={() => {
            if (narrow) setOverShown(!overShown);
            else setBesideShown(!besideShown);
          }}
        />
      )}
      {view.selection.size > 0 && listed && (
        <SelectionBar
          view={view}
          readOnly={readOnly}
          onExport={onExport}
          onRunModels={onRunModels}
        />
      )}
      {trashed && listed && <TrashBar readOnly={readOnly} />}
      <div className={styles.body}>
        <div className={styles.pictures}>
          {listed && pictures()}
          {layout === 'statistics' && (
            <Suspense fallback={<Loader m="md" size="sm" aria-label={t('common:loading')} />}>
              <LibraryStatistics />
            </Suspense>
          )}
          {layout === 'alike' && <AlikePairs readOnly={readOnly} onOpen={onOpen} />}
        </div>
        {detailsShown && !empty && listed && (
          <InstanceDetails instanceId={focused?.instance.id ?? null} onOpen={onOpen} />
        )}
      </div>
    </div>
  );
}
