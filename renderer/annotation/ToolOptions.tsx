import { NativeSelect, RangeSlider, SegmentedControl, Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { followsHand, isBrush, type Tool } from '../viewport/tools/tool.js';
import { LARGEST_RADIUS, radiusOfSlider, sliderOfRadius, SMALLEST_RADIUS } from './brush-radius.js';
import { useKeyNames } from './key-names.js';
import styles from './OptionBar.module.css';
import { OptionNumber } from './OptionNumber.js';
import { SmoothingOption } from './SmoothingOption.js';
import type { Display } from './use-display.js';
import type { SegmentsControl } from './use-segments.js';

const LARGEST_TOLERANCE = 128;

interface ToolOptionsProps {
  display: Display;
  segments: SegmentsControl;
  /** A number was typed and confirmed. */
  onEntered: () => void;
}

/** Options of the drawing tool in use. */
export function ToolOptions(props: ToolOptionsProps) {
  const { t } = useTranslation('reading');
  const { tool } = props.display.options;
  return (
    <>
      {tool !== 'lasso' && <Mode {...props} />}
      {isBrush(tool) && <Radius {...props} />}
      {followsHand(tool) && <SmoothingOption display={props.display} onEntered={props.onEntered} />}
      {tool === 'threshold-brush' && <GreyRange {...props} />}
      {tool === 'wand' && <Tolerance {...props} />}
      {tool !== 'lasso' && <Where {...props} />}
      <Text className={styles.tip ?? ''}>{t(`toolHint.${hintOf(tool)}`)}</Text>
    </>
  );
}

function hintOf(tool: Tool) {
  switch (tool) {
    case 'brush':
    case 'eraser':
      return 'brush';
    case 'freehand':
    case 'rectangle':
      return 'pulled';
    case 'threshold-brush':
    case 'polygon':
    case 'livewire':
    case 'circle':
    case 'wand':
    case 'paint-fill':
    case 'lasso':
    case 'pan':
    case 'window':
      return tool;
    case 'mark-length':
    case 'mark-area':
    case 'mark-arrow':
    case 'mark-note':
    case 'mark-calibration':
    case 'point':
      // They have options of their own.
      return 'pan';
  }
}

/** Add or erase: two tools for the plain brush, an option of all others. */
function Mode({ display }: ToolOptionsProps) {
  const { t } = useTranslation('reading');
  const { tool, toolSettings } = display.options;
  const plain = tool === 'brush' || tool === 'eraser';
  const erase = plain ? tool === 'eraser' : toolSettings.erase;
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('options.mode')}
      data-testid="tool-mode"
      value={erase ? 'erase' : 'add'}
      onChange={(value) => {
        if (plain) display.setTool(value === 'erase' ? 'eraser' : 'brush');
        else display.setToolSettings({ erase: value === 'erase' });
      }}
      data={[
        { value: 'add', label: t('options.add') },
        { value: 'erase', label: t('options.erase') },
      ]}
    />
  );
}

/** Edit everywhere, or only inside or outside another segment. */
function Where({ display, segments }: ToolOptionsProps) {
  const { t } = useTranslation('reading');
  const { segment, restriction } = display.options;
  const choices = segments.listed
    .filter((id) => id !== segment)
    .flatMap((id) =>
      (['inside', 'outside'] as const).map((where) => ({
        value: `${where} ${id}`,
        label: t(`options.${where}`, { name: segments.nameOf(id) }),
        restriction: { segment: id, where },
      })),
    );
  if (choices.length === 0) return null;
  const value = restriction === null ? '' : `${restriction.where} ${restriction.segment}`;
  const known = choices.some((choice) => choice.value === value);
  return (
    <NativeSelect
      size="xs"
      aria-label={t('options.where')}
      data-testid="tool-where"
      value={known ? value : ''}
      data={[{ value: '', label: t('options.everywhere') }, ...choices]}
      onChange={(event) => {
        const found = choices.find((choice) => choice.value === event.currentTarget.value);
        display.setRestriction(found?.restriction ?? null);
      }}
    />
  );
}

function Radius({ display, onEntered }: ToolOptionsProps) {
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  const { radius } = display.options.toolSettings;
  const keys = [...keyNames('brush-smaller'), ...keyNames('brush-larger')];
  return (
    <>
      <Text className={styles.hint ?? ''}>{t('options.radius')}</Text>
      <Slider
        className={styles.slider ?? ''}
        size="sm"
        min={0}
        max={1}
        step={0.01}
        label={null}
        thumbLabel={t('options.radius')}
        value={sliderOfRadius(radius)}
        onChange={(position) => {
          display.setRadius(radiusOfSlider(position));
        }}
      />
      <OptionNumber
        label={t('options.radius')}
        testId="radius"
        min={SMALLEST_RADIUS}
        max={LARGEST_RADIUS}
        step={radius < 10 ? 0.5 : 1}
        decimals={1}
        suffix={` ${t('options.radiusUnit')}`}
        value={radius}
        onChange={(value) => {
          display.setRadius(value);
        }}
        onEntered={onEntered}
      />
      <Text className={styles.keys ?? ''}>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </Text>
    </>
  );
}

function GreyRange({ display }: ToolOptionsProps) {
  const { t } = useTranslation('reading');
  const { low, high } = display.options.toolSettings.range;
  return (
    <>
      <Text className={styles.hint ?? ''}>{t('options.greys')}</Text>
      <RangeSlider
        className={styles.slider ?? ''}
        size="sm"
        min={0}
        max={255}
        minRange={0}
        label={null}
        thumbFromLabel={t('options.darkest')}
        thumbToLabel={t('options.brightest')}
        value={[low, high]}
        data-testid="grey-range"
        onChange={([from, to]) => {
          display.setToolSettings({ range: { low: from, high: to } });
        }}
      />
      <Text className={styles.hint ?? ''}>{`${String(low)}–${String(high)}`}</Text>
    </>
  );
}

function Tolerance({ display, onEntered }: ToolOptionsProps) {
  const { t } = useTranslation('reading');
  const { tolerance } = display.options.toolSettings;
  const set = (value: number): void => {
    display.setToolSettings({ tolerance: value });
  };
  return (
    <>
      <Text className={styles.hint ?? ''}>{t('options.tolerance')}</Text>
      <Slider
        className={styles.slider ?? ''}
        size="sm"
        min={0}
        max={LARGEST_TOLERANCE}
        label={null}
        thumbLabel={t('options.tolerance')}
        value={tolerance}
        onChange={set}
      />
      <OptionNumber
        label={t('options.tolerance')}
        testId="tolerance"
        min={0}
        max={LARGEST_TOLERANCE}
        value={tolerance}
        onChange={set}
        onEntered={onEntered}
      />
    </>
  );
}
