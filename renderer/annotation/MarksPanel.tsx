import { ActionIcon, Text, UnstyledButton } from '@mantine/core';
import {
  IconArrowUpRight,
  IconNote,
  IconPencil,
  IconPolygon,
  IconRuler2,
  IconRulerMeasure,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Mark, MarkKind } from '../../shared/marks.js';
import styles from './MarksPanel.module.css';
import { Panel } from './Panel.js';
import type { MarksControl } from './use-marks.js';

const icons: Readonly<Record<MarkKind, TablerIcon>> = {
  length: IconRuler2,
  area: IconPolygon,
  arrow: IconArrowUpRight,
  note: IconNote,
  calibration: IconRulerMeasure,
};

/** Measures, arrows and notes of the picture, and what its pixels measure. */
export function MarksPanel({ control }: { control: MarksControl }) {
  const { t, i18n } = useTranslation('reading');
  const { marks, scale } = control;
  const mm = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 4 });
  return (
    <Panel title={t('marks.title')}>
      <Text className={styles.hint ?? ''} data-testid="scale">
        {scale === null
          ? t('marks.noScale')
          : t('marks.scale', {
              value: mm.format(scale.columnMm),
              source: t(`marks.source.${scale.source}`),
            })}
      </Text>
      {marks.length === 0 ? (
        <Text className={styles.hint ?? ''}>{t('marks.empty')}</Text>
      ) : (
        <ul className={styles.list}>
          {marks.map((mark) => (
            <MarkRow key={mark.id} mark={mark} control={control} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function MarkRow({ mark, control }: { mark: Mark; control: MarksControl }) {
  const { t } = useTranslation('reading');
  const Icon = icons[mark.kind];
  const kind = t(`marks.kinds.${mark.kind}`);
  const words = control.textOf(mark);
  const name = words === '' ? kind : words;
  return (
    <li className={styles.row} data-testid={`mark-${mark.kind}-row`}>
      <Icon size={16} aria-label={kind} role="img" />
      <UnstyledButton
        className={styles.name}
        aria-pressed={control.chosen === mark.id}
        title={name}
        onClick={() => {
          control.choose(mark.id);
        }}
      >
        {name}
      </UnstyledButton>
      {(mark.kind === 'note' || mark.kind === 'calibration') && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('marks.edit', { name })}
          onClick={() => {
            control.ask(mark);
          }}
        >
          <IconPencil size={15} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('marks.remove', { name })}
        onClick={() => {
          control.remove(mark.id);
        }}
      >
        <IconTrash size={15} aria-hidden />
      </ActionIcon>
    </li>
  );
}
