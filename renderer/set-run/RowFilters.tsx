import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RowFilter } from '../../shared/comparison/row-filter.js';

/** Which pictures of the set are counted. */
export function RowFilters({
  filter,
  sites,
  tags,
  onChange,
}: {
  filter: RowFilter;
  sites: readonly string[];
  tags: readonly string[];
  onChange: (filter: RowFilter) => void;
}) {
  const { t } = useTranslation('setRun');
  const { size, melanoma, confidenceBelow, site, tag } = filter;
  const sizes = ['small', 'medium', 'large'] as const;
  return (
    <>
      <Choice
        name={t('filter.size')}
        data={sizes.map((value) => ({ value, label: t(`filter.${value}`) }))}
        value={size}
        onChange={(value) => {
          onChange({ ...filter, size: sizes.find((one) => one === value) ?? null });
        }}
      />
      <Choice
        name={t('filter.melanoma')}
        data={[
          { value: 'yes', label: t('filter.isMelanoma') },
          { value: 'no', label: t('filter.noMelanoma') },
        ]}
        value={melanoma === null ? null : melanoma ? 'yes' : 'no'}
        onChange={(value) => {
          onChange({ ...filter, melanoma: value === null ? null : value === 'yes' });
        }}
      />
      <Choice
        name={t('filter.confidence')}
        data={[0.65, 0.85].map((below) => ({
          value: String(below),
          label: t('filter.below', { value: below.toFixed(2) }),
        }))}
        value={confidenceBelow === null ? null : String(confidenceBelow)}
        onChange={(value) => {
          onChange({ ...filter, confidenceBelow: value === null ? null : Number(value) });
        }}
      />
      {sites.length > 0 && (
        <Choice
          name={t('filter.site')}
          data={sites.map((value) => ({ value, label: value }))}
          value={site}
          onChange={(value) => {
            onChange({ ...filter, site: value });
          }}
        />
      )}
      {tags.length > 0 && (
        <Choice
          name={t('filter.tag')}
          data={tags.map((value) => ({ value, label: value }))}
          value={tag}
          onChange={(value) => {
            onChange({ ...filter, tag: value });
          }}
        />
      )}
    </>
  );
}

/** One filter; cleared, it lets all through. */
function Choice({
  name,
  data,
  value,
  onChange,
}: {
  name: string;
  data: { value: string; label: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  return (
    <Select
      size="xs"
      w={150}
      clearable
      aria-label={name}
      placeholder={name}
      data={data}
      value={value}
      onChange={onChange}
    />
  );
}
