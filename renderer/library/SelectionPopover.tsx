import { Button, Popover } from '@mantine/core';
import type { ReactNode } from 'react';

/** A button of the selection's bar that opens what is to be said before it acts. */
export function SelectionPopover({
  label,
  icon,
  name,
  opened,
  disabled,
  onOpened,
  children,
}: {
  label: string;
  icon: ReactNode;
  /** Of the button, for tests; that of what it opens ends in `-popover`. */
  name: string;
  opened: boolean;
  disabled: boolean;
  onOpened: (opened: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Popover opened={opened} onChange={onOpened} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={icon}
          disabled={disabled}
          aria-expanded={opened}
          data-testid={name}
          onClick={() => {
            onOpened(!opened);
          }}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} data-testid={`${name}-popover`}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
