import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { readingActionIds } from '../../shared/reading-actions.js';
import { useKeyNames } from './key-names.js';
import styles from './KeyHelp.module.css';

/** All keys of the reading screen, as they are set now. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['reading', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Keys />
    </Modal>
  );
}

/** Apart from the dialog, so that nothing is worked out while it is closed. */
function Keys() {
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  const chosen = readingActionIds
    .map((action) => ({ keys: keyNames(action), name: t(`actions.${action}`) }))
    .filter(({ keys }) => keys.length > 0);
  // What a hand holds or does with the mouse cannot be set.
  const fixed = [
    { keys: [t('key.space')], name: t('help.space') },
    { keys: [`${t('key.control')} ${t('key.click')}`], name: t('help.pick') },
    { keys: [t('key.alt')], name: t('help.addErase') },
    { keys: [t('key.enter'), t('key.backspace')], name: t('help.corners') },
    { keys: [t('key.escape')], name: t('help.cancel') },
    { keys: [t('key.wheel')], name: t('help.wheel') },
  ];
  return (
    <dl className={styles.keys} data-testid="key-help">
      {[...chosen, ...fixed].map(({ keys, name }) => (
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
  );
}
