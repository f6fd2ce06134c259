import { Kbd, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { keyGroupNames, keyGroups } from '../../shared/key-groups.js';
import { useKeyNames } from './key-names.js';
import styles from './KeyHelp.module.css';

/** All keys of the reading screen, as they are set now, by what they are for. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['reading', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      size={1220}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Keys />
    </Modal>
  );
}

interface Row {
  readonly keys: readonly string[];
  readonly name: string;
}

/** Apart from the dialog, so that nothing is worked out while it is closed. */
function Keys() {
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  // What a hand holds or does with the mouse cannot be set.
  const held: readonly Row[] = [
    { keys: [t('key.alt')], name: t('help.addErase') },
    { keys: [t('key.space')], name: t('help.space') },
    { keys: [`${t('key.control')} ${t('key.click')}`], name: t('help.pick') },
    { keys: [t('key.wheel')], name: t('help.wheel') },
    { keys: [t('key.enter'), t('key.backspace')], name: t('help.corners') },
    { keys: [t('key.escape')], name: t('help.cancel') },
  ];
  return (
    <div data-testid="key-help">
      <Text className={styles.note ?? ''}>{t('help.note')}</Text>
      <div className={styles.groups}>
        {keyGroupNames.map((group) => (
          <Group
            key={group}
            title={t(`help.groups.${group}`)}
            rows={keyGroups[group]
              .map((action) => ({ keys: keyNames(action), name: t(`actions.${action}`) }))
              .filter(({ keys }) => keys.length > 0)}
          />
        ))}
        <Group title={t('help.groups.held')} rows={held} />
      </div>
    </div>
  );
}

function Group({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      <dl className={styles.keys}>
        {rows.map(({ keys, name }) => (
          <div key={name} className={styles.row}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
