import { Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronDown,
  IconPencil,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { maskArea } from '../../shared/labelmap.js';
import styles from './CompareScreen.module.css';
import type { Draft } from './use-draft.js';

/** A mask that the correction can start from. */
export interface Start {
  readonly key: string;
  readonly name: string;
  readonly begin: () => void;
}

/** The mask under correction: how much of it there is, where it can start, and the way back. */
export function DraftBar({
  draft,
  starts,
  onOpen,
}: {
  draft: Draft;
  starts: readonly Start[];
  /** Go on with it on the correction screen. */
  onOpen: () => void;
}) {
  const { t, i18n } = useTranslation('comparison');
  const { state } = draft;
  const area = state === null ? 0 : maskArea(state.mask);
  return (
    <div className={styles.draft} data-testid="draft" data-area={area}>
      <span>
        {area === 0
          ? t('draft.empty')
          : t('draft.area', { area: area.toLocaleString(i18n.language) })}
      </span>
      <Menu shadow="md" position="top-start" withinPortal>
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<IconChevronDown size={14} aria-hidden />}
            disabled={state === null || starts.length === 0}
          >
            {t('draft.startFrom')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {starts.map(({ key, name, begin }) => (
            <Menu.Item key={key} onClick={begin}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        disabled={state?.canUndo !== true}
        onClick={draft.undo}
      >
        {t('draft.undo')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowForwardUp size={14} aria-hidden />}
        disabled={state?.canRedo !== true}
        onClick={draft.redo}
      >
        {t('draft.redo')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPencil size={14} aria-hidden />}
        onClick={onOpen}
      >
        {t('draft.open')}
      </Button>
    </div>
  );
}
