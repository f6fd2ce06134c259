import {
  Button,
  Group,
  MultiSelect,
  Popover,
  RangeSlider,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dataSplit } from '../../shared/domain.js';
import type { LabelKind } from '../../shared/library-filter.js';
import { useMethod } from '../queries.js';
import { everything, narrowing, type LibraryView } from './use-library-view.js';

const labelled = [
  ['site', 'sites'],
  ['diagnosis', 'diagnoses'],
  ['patient', 'patients'],
  ['tag', 'tags'],
] as const;

const oneDayMs = 86_400_000;

/** Facts, tags, confidence and days of import that narrow the list. */
export function FilterPanel({ view }: { view: LibraryView }) {
  const { t } = useTranslation('curation');
  const [opened, setOpened] = useState(false);
  const { filter, narrow } = view;
  const count = narrowing(filter);
  const { least, most } = filter.confidence ?? { least: 0, most: 1 };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="xs"
          variant={count > 0 ? 'light' : 'default'}
          leftSection={<IconFilter size={15} aria-hidden />}
          aria-expanded={opened}
          data-testid="filters"
          onClick={() => {
            setOpened(!opened);
          }}
        >
          {count > 0 ? t('filter.some', { count }) : t('filter.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter.open')} data-testid="filter-panel">
        <Stack gap={10} w={300}>
          {labelled.map(([kind, part]) => (
            <LabelChoice
              key={kind}
              kind={kind}
              label={t(`filter.${part}`)}
              value={filter[part]}
              onChange={(chosen) => {
                narrow({ [part]: chosen });
              }}
            />
          ))}
          <MultiSelect
            size="xs"
            comboboxProps={{ withinPortal: false }}
            label={t('filter.splits')}
            data={dataSplit.options.map((value) => ({ value, label: t(`split.${value}`) }))}
            value={filter.splits}
            clearable
            onChange={(chosen) => {
              narrow({ splits: dataSplit.options.filter((split) => chosen.includes(split)) });
            }}
          />
          <div>
            <Text size="xs" fw={500} mb={4}>
              {t('filter.confidence', {
                least: Math.round(least * 100),
                most: Math.round(most * 100),
              })}
            </Text>
            <RangeSlider
              size="sm"
              label={null}
              thumbFromLabel={t('filter.least')}
              thumbToLabel={t('filter.most')}
              min={0}
              max={100}
              minRange={0}
              value={[Math.round(least * 100), Math.round(most * 100)]}
              onChange={([from, to]) => {
                const whole = from === 0 && to === 100;
                narrow({ confidence: whole ? null : { least: from / 100, most: to / 100 } });
              }}
            />
          </div>
          <Group gap={8} grow>
            <DayInput
              label={t('filter.from')}
              atMs={filter.importedFromMs}
              onChange={(importedFromMs) => {
                narrow({ importedFromMs });
              }}
            />
            <DayInput
              label={t('filter.to')}
              // The day named is part of the range.
              atMs={filter.importedToMs === null ? null : filter.importedToMs + 1 - oneDayMs}
              onChange={(atMs) => {
                narrow({ importedToMs: atMs === null ? null : atMs + oneDayMs - 1 });
              }}
            />
          </Group>
          <Button
            size="xs"
            variant="default"
            disabled={count === 0}
            onClick={() => {
              const { status, reading, search, trashed } = filter;
              narrow({ ...everything, status, reading, search, trashed });
            }}
          >
            {t('filter.clear')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Values that the library holds, the most frequent first; others are found by their beginning. */
function LabelChoice({
  kind,
  label,
  value,
  onChange,
}: {
  kind: LabelKind;
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation('curation');
  const [beginning, setBeginning] = useState('');
  const { data } = useMethod('library.labels', { kind, beginning });
  const known = new Map((data ?? []).map((each) => [each.label, each.count]));
  for (const chosen of value) if (!known.has(chosen)) known.set(chosen, 0);
  // A library without any has nothing to choose from.
  if (known.size === 0 && beginning === '') return null;
  return (
    <MultiSelect
      size="xs"
      comboboxProps={{ withinPortal: false }}
      label={label}
      data={[...known.keys()]}
      value={value}
      searchable
      clearable
      maxDropdownHeight={180}
      nothingFoundMessage={t('filter.nothing')}
      searchValue={beginning}
      onSearchChange={setBeginning}
      renderOption={({ option }) => (
        <Group justify="space-between" w="100%" gap={8}>
          <span>{option.value}</span>
          <Text span size="xs" c="dimmed">
            {known.get(option.value)}
          </Text>
        </Group>
      )}
      data-testid={`filter-${kind}`}
      onChange={onChange}
    />
  );
}

/** A day of the reader's own calendar, as its first millisecond. */
function DayInput({
  label,
  atMs,
  onChange,
}: {
  label: string;
  atMs: number | null;
  onChange: (atMs: number | null) => void;
}) {
  return (
    <TextInput
      size="xs"
      type="date"
      label={label}
      value={atMs === null ? '' : dayOf(atMs)}
      onChange={(event) => {
        const at = new Date(`${event.currentTarget.value}T00:00:00`).getTime();
        onChange(Number.isNaN(at) ? null : at);
      }}
    />
  );
}

function dayOf(atMs: number): string {
  const day = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(day.getFullYear())}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
