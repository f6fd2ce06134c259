import { SegmentedControl } from '@mantine/core';

/** What something is done with: what was selected in the library, or what else there is. */
export type Scope = 'rest' | 'selection';

/** The selection, where there is one. */
export function firstScope(selection: ReadonlySet<string>): Scope {
  return selection.size > 0 ? 'selection' : 'rest';
}

export function PictureScope({
  value,
  onChange,
  selection,
  texts,
}: {
  value: Scope;
  onChange: (scope: Scope) => void;
  /** Ids of pictures; none: it cannot be chosen. */
  selection: ReadonlySet<string>;
  texts: { readonly label: string; readonly rest: string; readonly selection: string };
}) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={texts.label}
      value={value}
      onChange={onChange}
      data={[
        { value: 'rest', label: texts.rest },
        { value: 'selection', label: texts.selection, disabled: selection.size === 0 },
      ]}
    />
  );
}
