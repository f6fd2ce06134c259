import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './KeyHelp.module.css';

/** All keys of the reading screen. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['reading', 'common']);
  const control = t('key.control');
  const rows: readonly (readonly [keys: readonly string[], act: string])[] = [
    [['B', '1'], t('tools.brush')],
    [['E', '2'], t('tools.eraser')],
    [['P', '3'], t('tools.pan')],
    [['L', '4'], t('tools.window')],
    [[t('key.alt')], t('help.addErase')],
    [['[', ']'], t('help.size')],
    [[t('key.escape')], t('help.cancel')],
    [[`${control} Z`], t('tools.undo')],
    [[`${control} Y`, `${control} ${t('key.shift')} Z`], t('tools.redo')],
    [['T'], t('help.takeOver')],
    [['X'], t('help.hideProposal')],
    [['H'], t('overlay.showMasks')],
    [[t('key.space')], t('help.pan')],
    [['+', '−'], t('help.zoom')],
    [['F'], t('tools.fit')],
    [['R'], t('options.resetWindow')],
    [[t('key.enter')], t('help.submit')],
    [['N'], t('help.nextUnread')],
    [[t('key.pageUp'), t('key.pageDown')], t('help.neighbours')],
    [[',', '.'], t('help.frames')],
    [[t('key.backspace')], t('help.leave')],
    [['?'], t('help.help')],
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <dl className={styles.keys} data-testid="key-help">
        {rows.map(([keys, act]) => (
          <div key={keys.join(' ')} className={styles.row}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{act}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
