import { Anchor, Breadcrumbs, CloseButton, Kbd, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../queries.js';
import type { Screen } from './Rail.js';
import styles from './TopBar.module.css';

/** Where the reader is, and the search over the library. */
export function TopBar({
  libraryName,
  screen,
  instanceId,
  search,
  onSearch,
  onLibrary,
}: {
  libraryName: string;
  screen: Screen;
  /** The picture open on the reading screen. */
  instanceId: string | null;
  search: string;
  onSearch: (search: string) => void;
  onLibrary: () => void;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useHotkeys(
    [
      [
        'mod+K',
        () => {
          field.current?.select();
        },
      ],
    ],
    [],
  );

  return (
    <div className={styles.bar}>
      <nav className={styles.place} aria-label={t('breadcrumb')}>
        <Breadcrumbs separatorMargin={6} classNames={{ breadcrumb: styles.crumb ?? '' }}>
          {screen === 'library' ? (
            <Text size="sm" fw={600} aria-current="page">
              {libraryName}
            </Text>
          ) : (
            <Anchor component="button" size="sm" c="dimmed" onClick={onLibrary}>
              {libraryName}
            </Anchor>
          )}
          {(screen === 'read' || screen === 'compare') && instanceId !== null && (
            <PictureName instanceId={instanceId} />
          )}
          {screen === 'blinded' && <Here name={t('nav.blinded')} component="h1" />}
          {(screen === 'set' ||
            screen === 'snapshots' ||
            screen === 'models' ||
            screen === 'settings') && <Here name={t(`nav.${screen}`)} />}
          {(screen === 'worklist' || screen === 'review') && (
            <Here name={t(`nav.${screen}`)} component="h1" />
          )}
        </Breadcrumbs>
      </nav>
      <search>
        <TextInput
          ref={field}
          size="xs"
          w={240}
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSectionWidth={56}
          rightSection={
            search === '' ? (
              // On the reading screen these keys find a command.
              screen !== 'read' && <Kbd size="xs">Ctrl K</Kbd>
            ) : (
              <CloseButton
                size="sm"
                aria-label={t('search.clear')}
                onClick={() => {
                  onSearch('');
                }}
              />
            )
          }
          maxLength={200}
          value={search}
          onChange={(event) => {
            onSearch(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onSearch('');
          }}
        />
      </search>
    </div>
  );
}

function PictureName({ instanceId }: { instanceId: string }) {
  const { data } = useMethod('library.get', { instanceId });
  // The reading screen has no room for a title: this is its heading.
  return data ? <Here name={data.instance.fileName} component="h1" /> : null;
}

function Here({ name, component = 'p' }: { name: string; component?: 'p' | 'h1' }) {
  return (
    <Text component={component} m={0} size="sm" fw={600} aria-current="page" title={name} truncate>
      {name}
    </Text>
  );
}
