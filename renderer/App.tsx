import { Center, Loader } from '@mantine/core';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './App.module.css';
import { onEvent } from './api.js';
import { useUnsavedGuard } from './annotation/use-unsaved-guard.js';
import { ExportDialog } from './export/ExportDialog.js';
import { DropOverlay } from './import/DropOverlay.js';
import { ImportDialog } from './import/ImportDialog.js';
import { ImportPanel } from './import/ImportPanel.js';
import { useImports } from './import/use-imports.js';
import { LibraryScreen } from './library/LibraryScreen.js';
import { useLibraryView } from './library/use-library-view.js';
import { ModelsScreen } from './models/ModelsScreen.js';
import { useMethod } from './queries.js';
import { logError } from './report-error.js';
import { AboutDialog } from './settings/AboutDialog.js';
import { SettingsScreen } from './settings/SettingsScreen.js';
import { useTextSizeCommands } from './settings/use-text-size-commands.js';
import { Rail, type Screen } from './shell/Rail.js';
import { ReadOnlyNotice } from './shell/ReadOnlyNotice.js';
import { StatusBar } from './shell/StatusBar.js';
import { TopBar } from './shell/TopBar.js';
import { errorTexts } from './texts/error-texts.js';
import { ErrorBoundary } from './ui/ErrorBoundary.js';
import { ErrorNotice } from './ui/ErrorNotice.js';

// Cornerstone is most of the code; the library shows before it is loaded.
const loadReadScreen = () => import('./annotation/ReadScreen.js');
const CompareScreen = lazy(async () => ({
  default: (await import('./comparison/CompareScreen.js')).CompareScreen,
}));
const BlindedScreen = lazy(async () => ({
  default: (await import('./comparison/blinded/BlindedScreen.js')).BlindedScreen,
}));
const SnapshotsScreen = lazy(async () => ({
  default: (await import('./snapshots/SnapshotsScreen.js')).SnapshotsScreen,
}));
const SetScreen = lazy(async () => ({
  default: (await import('./set-run/SetScreen.js')).SetScreen,
}));
const ReviewScreen = lazy(async () => ({
  default: (await import('./review/ReviewScreen.js')).ReviewScreen,
}));
const WorklistScreen = lazy(async () => ({
  default: (await import('./worklist/WorklistScreen.js')).WorklistScreen,
}));
const ReadScreen = lazy(async () => ({ default: (await loadReadScreen()).ReadScreen }));

/** Reading that code holds the window up: the first pictures of the library come before it. */
const picturesFirstMs = 1500;

/** The window: one screen at a time inside the shell, and the dialogs over it. */
export function App() {
  const { t, i18n } = useTranslation();
  const [screen, setScreen] = useState<Screen>('library');
  const [readId, setReadId] = useState<string | null>(null);
  const [exporting, setExporting] = useState(false);
  const [exported, setExported] = useState<string | null>(null);
  const [about, setAbout] = useState(false);
  const view = useLibraryView();
  const imports = useImports();
  const { data: app } = useMethod('app.info', {});
  const { data: head } = useMethod('library.list', {
    offset: 0,
    limit: 1,
    status: null,
    search: '',
  });
  const readOnly = app?.readOnly ?? false;
  const toRead = readId ?? head?.instances[0]?.instance.id ?? null;

  // While the reader looks at the library, so that the first picture opens without a wait.
  const listed = head !== undefined;
  useEffect(() => {
    if (!listed) return;
    const timer = setTimeout(() => void loadReadScreen(), picturesFirstMs);
    return () => {
      clearTimeout(timer);
    };
  }, [listed]);

  useTextSizeCommands();
  useUnsavedGuard();
  const { choose, drop } = imports;
  useEffect(
    () =>
      onEvent('app.command', ({ command }) => {
        if (command === 'import-files') choose('files');
        else if (command === 'import-folder') choose('folder');
        else if (command === 'about') setAbout(true);
        else if (command === 'settings') setScreen('settings');
      }),
    [choose],
  );

  const open = useCallback((instanceId: string) => {
    setReadId(instanceId);
    setScreen('read');
  }, []);
  const compare = useCallback((instanceId: string) => {
    setReadId(instanceId);
    setScreen('compare');
  }, []);
  const showLibrary = useCallback(() => {
    setScreen('library');
  }, []);
  const search = (text: string): void => {
    view.setSearch(text);
    setScreen('library');
  };

  const shown = () => {
    switch (screen) {
      case 'library':
        return (
          <LibraryScreen
            view={view}
            readOnly={readOnly}
            onOpen={open}
            onImport={choose}
            onExport={() => {
              setExported(null);
              setExporting(true);
            }}
            onRunModels={() => {
              setScreen('set');
            }}
          />
        );
      case 'read':
        return (
          toRead !== null && (
            <ReadScreen instanceId={toRead} frame={0} onNavigate={open} onBack={showLibrary} />
          )
        );
      case 'compare':
        return (
          toRead !== null && (
            <CompareScreen
              instanceId={toRead}
              frame={0}
              readOnly={readOnly}
              onNavigate={setReadId}
              onRead={open}
              onBlind={() => {
                setScreen('blinded');
              }}
            />
          )
        );
      case 'blinded':
        return (
          <BlindedScreen
            selection={view.selection}
            readOnly={readOnly}
            onBack={() => {
              setScreen('compare');
            }}
            onCompare={compare}
          />
        );
      case 'set':
        return <SetScreen selection={view.selection} readOnly={readOnly} onCompare={compare} />;
      case 'review':
        return <ReviewScreen readOnly={readOnly} onRead={open} />;
      case 'worklist':
        return <WorklistScreen selection={view.selection} readOnly={readOnly} onOpen={open} />;
      case 'snapshots':
        return (
          <SnapshotsScreen
            readOnly={readOnly}
            onExport={(name) => {
              setExported(name);
              setExporting(true);
            }}
          />
        );
      case 'models':
        return <ModelsScreen />;
      case 'settings':
        return <SettingsScreen />;
    }
  };

  return (
    <div className={styles.shell}>
      <Rail
        screen={screen}
        canRead={toRead !== null}
        onGo={(next) => {
          if (next === 'read' && toRead !== null) open(toRead);
          else setScreen(next);
        }}
        onAbout={() => {
          setAbout(true);
        }}
      />
      <TopBar
        screen={screen}
        instanceId={toRead}
        libraryName={app?.libraryName ?? t('nav.library')}
        search={view.search}
        onSearch={search}
        onLibrary={showLibrary}
      />
      <ReadOnlyNotice />
      <main className={styles.screen}>
        <ErrorBoundary
          key={screen}
          onError={logError}
          fallback={(error) => (
            <Center h="100%" p="lg">
              <ErrorNotice
                what={t('boundary.title')}
                remedy={t('boundary.body')}
                detail={errorTexts(error, i18n.t).detail}
                action={{
                  label: t('boundary.reload'),
                  run: () => {
                    window.location.reload();
                  },
                }}
              />
            </Center>
          )}
        >
          <Suspense
            fallback={
              <Center h="100%">
                <Loader size="sm" aria-label={t('loading')} />
              </Center>
            }
          >
            {shown()}
          </Suspense>
        </ErrorBoundary>
        <ImportPanel imports={imports} />
      </main>
      <StatusBar blind={screen === 'blinded'} />
      <ImportDialog imports={imports} />
      <DropOverlay readOnly={readOnly} onDrop={drop} />
      <ExportDialog
        opened={exporting}
        selection={view.selection}
        snapshot={exported}
        onClose={() => {
          setExporting(false);
        }}
      />
      <AboutDialog
        opened={about}
        onClose={() => {
          setAbout(false);
        }}
      />
    </div>
  );
}
