import { Kbd, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './DisplayPanel.module.css';
import { useKeyNames } from './key-names.js';
import { OpacityRow } from './OpacityRow.js';
import { Panel } from './Panel.js';
import type { Display } from './use-display.js';

/** How masks are drawn, and which of them. */
export const DisplayPanel = memo(function DisplayPanel({ display }: { display: Display }) {
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  const { style, showProposal, showMasks, blink } = display.options;
  return (
    <Panel title={t('overlay.title')}>
      <div className={styles.rows}>
        <div className={styles.switches}>
          <Switch
            size="xs"
            label={
              <>
                {t('overlay.showProposal')} <Kbd size="xs">{keyNames('toggle-proposal')[0]}</Kbd>
              </>
            }
            checked={showProposal}
            data-testid="show-proposal"
            onChange={display.toggleProposal}
          />
          <Switch
            size="xs"
            label={
              <>
                {t('overlay.showMasks')} <Kbd size="xs">{keyNames('toggle-masks')[0]}</Kbd>
              </>
            }
            checked={showMasks}
            data-testid="show-masks"
            onChange={display.toggleMasks}
          />
          <Tooltip multiline maw={280} label={t('overlay.blinkHelp')}>
            <Switch
              size="xs"
              label={
                <>
                  {t('overlay.blink')} <Kbd size="xs">{keyNames('toggle-blink')[0]}</Kbd>
                </>
              }
              checked={blink}
              data-testid="blink"
              onChange={display.toggleBlink}
            />
          </Tooltip>
        </div>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('overlay.style')}
          value={style.mode}
          onChange={(value) => {
            display.setStyle(value === 'fill' ? 'fill' : 'outline');
          }}
          data={[
            { value: 'outline', label: t('overlay.outline') },
            { value: 'fill', label: t('overlay.fill') },
          ]}
        />
        {style.mode === 'fill' && (
          <OpacityRow
            name={t('overlay.opacity')}
            least={0.05}
            value={style.opacity}
            testId="opacity"
            onChange={display.setOpacity}
          />
        )}
      </div>
    </Panel>
  );
});
