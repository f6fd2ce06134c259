import { Button, Center, Loader, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { EmptyLibrary } from './EmptyLibrary.js';
import { ImportButtons } from './ImportButtons.js';
import { InstanceDetails } from './InstanceDetails.js';
import { InstanceGrid } from './InstanceGrid.js';
import { LibraryToolbar } from './LibraryToolbar.js';
import styles from './LibraryScreen.module.css';
import { useInstancePages } from './use-instance-pages.js';
import type { LibraryView } from './use-library-view.js';

/** All pictures of the library, and what is known of the focused one. */
export function LibraryScreen({
  view,
  readOnly,
  onOpen,
  onImport,
  onExport,
}: {
  view: LibraryView;
  readOnly: boolean;
  onOpen: (instanceId: string) => void;
  onImport: (kind: 'files' | 'folder') => void;
  onExport: () => void;
}) {
  const { t, i18n } = useTranslation(['library', 'common']);
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
  const { status, reading, search } = view;
  const pages = useInstancePages({ status, reading, search }, visible);
  const unfiltered = status === null && reading === null && search === '';
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
      return (
        <InstanceGrid
          total={pages.total}
          at={pages.at}
          focus={Math.min(view.focus, pages.total - 1)}
          selection={view.selection}
          onFocus={view.setFocus}
          onOpen={onOpen}
          onToggle={view.toggle}
          onVisible={see}
        />
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
        <Text c="dimmed">{t('noMatch')}</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            view.setStatus(null);
            view.setReading(null);
            view.setSearch('');
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
      <div className={styles.body}>
        <div className={styles.pictures}>{pictures()}</div>
        {detailsShown && !empty && (
          <InstanceDetails instanceId={focused?.instance.id ?? null} onOpen={onOpen} />
        )}
      </div>
    </div>
  );
}
