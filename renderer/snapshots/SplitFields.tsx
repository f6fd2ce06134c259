import { Group, NumberInput, Radio, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stratifications, type Splitting } from '../../shared/exchange.js';

const parts = ['train', 'val', 'test'] as const;

/** The fields as they stand; shares in percent. */
export interface Splits {
  method: Splitting['method'];
  shares: Record<(typeof parts)[number], number>;
  seed: number;
  stratifyBy: (typeof stratifications)[number];
}

export const firstSplits: Splits = {
  method: 'drawn',
  shares: { train: 70, val: 15, test: 15 },
  seed: 1,
  stratifyBy: 'diagnosis',
};

export function sumOf({ shares }: Splits): number {
  return parts.reduce((sum, part) => sum + shares[part], 0);
}

export function splittingOf({ method, shares, seed, stratifyBy }: Splits): Splitting {
  if (method === 'stated') return { method };
  const { train, val, test } = shares;
  const fractions = { train: train / 100, val: val / 100, test: test / 100 };
  return { method, fractions, seed, stratifyBy };
}

/** How pictures come into train, val and test. */
export function SplitFields({
  splits,
  onChange,
}: {
  splits: Splits;
  onChange: (splits: Splits) => void;
}) {
  const { t } = useTranslation('snapshots');
  const sum = sumOf(splits);
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('dialog.splits')}
        value={splits.method}
        onChange={(method) => {
          onChange({ ...splits, method: method === 'stated' ? 'stated' : 'drawn' });
        }}
      >
        <Group gap="md" mt={4}>
          <Radio size="xs" value="drawn" label={t('dialog.drawn')} />
          <Radio size="xs" value="stated" label={t('dialog.stated')} data-testid="splits-stated" />
        </Group>
      </Radio.Group>
      {splits.method === 'drawn' && (
        <>
          <Group gap="xs" align="end" grow preventGrowOverflow={false}>
            {parts.map((part) => (
              <NumberInput
                key={part}
                size="xs"
                w={80}
                label={t(`dialog.${part}`)}
                aria-description={t('dialog.shares')}
                suffix=" %"
                min={0}
                max={100}
                allowDecimal={false}
                value={splits.shares[part]}
                onChange={(value) => {
                  onChange({ ...splits, shares: { ...splits.shares, [part]: Number(value) } });
                }}
              />
            ))}
            <NumberInput
              size="xs"
              w={90}
              label={t('dialog.seed')}
              min={0}
              max={999_999_999}
              allowDecimal={false}
              value={splits.seed}
              onChange={(seed) => {
                onChange({ ...splits, seed: Number(seed) });
              }}
            />
            <Select
              size="xs"
              w={170}
              label={t('dialog.stratify')}
              allowDeselect={false}
              data={stratifications.map((value) => ({
                value,
                label: t(`dialog.stratifyBy.${value}`),
              }))}
              value={splits.stratifyBy}
              onChange={(value) => {
                const stratifyBy = stratifications.find((known) => known === value);
                if (stratifyBy) onChange({ ...splits, stratifyBy });
              }}
            />
          </Group>
          {sum !== 100 && (
            <Text size="xs" c="var(--warning)">
              {t('dialog.sharesSum', { sum })}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
