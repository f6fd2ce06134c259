import { Group, Select, Slider, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkedView } from '../viewport/linked-view.js';
import { PaneView } from '../viewport/PaneView.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import { ownMask } from './pane-masks.js';
import styles from './PairView.module.css';
import type { Pane } from './use-panes.js';

const FLICKER_MS = 600;
const STEP = 0.02;

/** Two masks in one place: one left and one right of a border, or one after the other. */
export function PairView({
  panes,
  names,
  picture,
  how,
}: {
  panes: readonly Pane[];
  names: readonly string[];
  picture: SharedPicture;
  how: 'swipe' | 'flicker';
}) {
  const { t } = useTranslation('comparison');
  const view = useMemo(() => new LinkedView(picture), [picture]);
  const [keys, setKeys] = useState<readonly [string | null, string | null]>([null, null]);
  const [border, setBorder] = useState(0.5);
  const still = useMediaQuery('(prefers-reduced-motion: reduce)', false);
  const [running, setRunning] = useState(true);
  const [second, setSecond] = useState(false);
  const flickers = how === 'flicker' && running && !still;
  useEffect(() => {
    if (!flickers) return undefined;
    const timer = setInterval(() => {
      setSecond((before) => !before);
    }, FLICKER_MS);
    return () => {
      clearInterval(timer);
    };
  }, [flickers]);

  const at = (side: 0 | 1): number => {
    const found = panes.findIndex(({ source }) => source.key === keys[side]);
    return found < 0 ? Math.min(side, panes.length - 1) : found;
  };
  const [left, right] = [at(0), at(1)];
  const options = panes.map(({ source }, index) => ({
    value: source.key,
    label: names[index] ?? source.key,
  }));
  const choose = (side: 0 | 1) => (
    <Select
      size="xs"
      label={t(side === 0 ? 'pair.first' : 'pair.second')}
      data={options}
      value={options[side === 0 ? left : right]?.value ?? null}
      allowDeselect={false}
      onChange={(value) => {
        setKeys(side === 0 ? [value, keys[1]] : [keys[0], value]);
      }}
    />
  );
  const masks = useMemo(() => {
    const shown = (index: number, within: { from: number; to: number }) => {
      const pane = panes[index];
      if (!pane?.found) return [];
      return ownMask(pane.source.kind, pane.found.mask, true).map((mask) => ({ ...mask, within }));
    };
    const whole = { from: 0, to: 1 };
    if (how === 'flicker') return shown(second ? right : left, whole);
    return [...shown(left, { from: 0, to: border }), ...shown(right, { from: border, to: 1 })];
  }, [panes, how, second, left, right, border]);
  const current = names[second ? right : left] ?? '';

  return (
    <div className={styles.pair} data-testid="pair-view" data-shown={second ? 'second' : 'first'}>
      <Group gap="sm" align="end">
        {choose(0)}
        {choose(1)}
        {how === 'flicker' && (
          <>
            <Switch
              size="xs"
              label={t('pair.run')}
              checked={running && !still}
              disabled={still}
              onChange={(event) => {
                setRunning(event.currentTarget.checked);
              }}
            />
            <Switch
              size="xs"
              label={t('pair.showSecond')}
              checked={second}
              onChange={(event) => {
                setRunning(false);
                setSecond(event.currentTarget.checked);
              }}
            />
            <strong aria-live={flickers ? 'off' : 'polite'}>{current}</strong>
          </>
        )}
      </Group>
      <div className={styles.picture}>
        <PaneView
          picture={picture}
          view={view}
          masks={masks}
          label={t('pane.label', { name: `${names[left] ?? ''} / ${names[right] ?? ''}` })}
        />
        {how === 'swipe' && (
          <span
            className={styles.border}
            style={{ left: `${String(border * 100)}%` }}
            aria-hidden
          />
        )}
      </div>
      {how === 'swipe' && (
        <Slider
          size="sm"
          min={0}
          max={1}
          step={STEP}
          label={null}
          thumbLabel={t('pair.border')}
          value={border}
          onChange={setBorder}
        />
      )}
    </div>
  );
}
