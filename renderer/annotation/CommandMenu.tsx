import { ActionIcon, Kbd, Menu, Tooltip } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedCommand } from '../../shared/mask-command.js';
import { useKeyNames } from './key-names.js';
import styles from './ToolBar.module.css';

const groups = [
  {
    title: 'ofMask',
    names: [
      'fill-holes',
      'keep-largest',
      'remove-islands',
      'keep-island',
      'remove-island',
      'grow',
      'shrink',
      'smooth',
      'snap',
    ],
  },
  { title: 'withOther', names: ['union', 'intersect', 'subtract', 'invert-inside'] },
] as const;

interface CommandMenuProps {
  opened: boolean;
  disabled: boolean;
  onOpened: (opened: boolean) => void;
  onCommand: (name: ListedCommand) => void;
}

/** The commands that change a whole mask. */
export function CommandMenu({ opened, disabled, onOpened, onCommand }: CommandMenuProps) {
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  const name = t('actions.commands');
  const [key = ''] = keyNames('commands');
  return (
    <Menu opened={opened} onChange={onOpened} position="right-start" shadow="md">
      <Menu.Target>
        <Tooltip
          multiline
          maw={280}
          label={
            <>
              <strong>{t('tools.withKey', { name, key })}</strong>
              <br />
              {t('toolHelp.commands')}
            </>
          }
          position="right"
          disabled={opened}
        >
          <ActionIcon
            className={styles.button ?? ''}
            variant="subtle"
            color="gray"
            aria-label={name}
            disabled={disabled}
            data-testid="commands"
          >
            <IconWand size={20} stroke={1.7} aria-hidden />
            <kbd>{key}</kbd>
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu ?? ''}>
        {groups.map(({ title, names }) => (
          <div key={title} role="group" aria-label={t(`command.${title}`)}>
            <Menu.Label>{t(`command.${title}`)}</Menu.Label>
            {names.map((command) => (
              <Menu.Item
                key={command}
                data-testid={`command-${command}`}
                rightSection={keyNames(`command-${command}`).map((own) => (
                  <Kbd key={own} size="xs">
                    {own}
                  </Kbd>
                ))}
                onClick={() => {
                  onCommand(command);
                }}
              >
                {t(`actions.command-${command}`)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
