import { TagsInput } from '@mantine/core';

/** As long as the name of a reader may be. */
const longestName = 64;

/** Several names of people: known ones are offered, others are typed. */
export function NamesInput({
  label,
  known,
  value,
  onChange,
  inPlace = false,
}: {
  label: string;
  known: readonly string[];
  value: string[];
  onChange: (names: string[]) => void;
  /** The list stays within what it is in, as a popover closes at a click outside. */
  inPlace?: boolean;
}) {
  return (
    <TagsInput
      size="xs"
      label={label}
      data={[...new Set(known)]}
      value={value}
      maxTags={12}
      comboboxProps={{ withinPortal: !inPlace }}
      data-testid="reader-names"
      onChange={(names) => {
        onChange(
          names.map((name) => name.trim().slice(0, longestName)).filter((name) => name !== ''),
        );
      }}
    />
  );
}
