import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './PictureRows.module.css';

/** A list of pictures that scrolls. */
export function PictureRows({
  ordered = false,
  testId,
  children,
}: {
  /** Which comes first has a meaning. */
  ordered?: boolean;
  testId: string;
  children: ReactNode;
}) {
  const List = ordered ? 'ol' : 'ul';
  return (
    <List className={styles.list} data-testid={testId}>
      {children}
    </List>
  );
}

/** One of them, to be chosen: thumbnail and name, a note below the name, and what is at its end. */
export function PictureRow({
  picture: { instanceId, frame, fileName },
  note,
  warning = false,
  current = false,
  state,
  onChoose,
  children,
}: {
  picture: { readonly instanceId: string; readonly frame: number; readonly fileName: string };
  note?: ReactNode;
  warning?: boolean;
  current?: boolean;
  state?: string;
  onChoose: () => void;
  children?: ReactNode;
}) {
  return (
    <li>
      <UnstyledButton
        className={styles.row ?? ''}
        aria-current={current}
        data-instance-id={instanceId}
        data-state={state}
        onClick={onChoose}
      >
        <img
          src={`image://thumbnail/${instanceId}/${String(frame)}?max=320`}
          alt=""
          loading="lazy"
        />
        <span className={styles.name} title={fileName}>
          {fileName}
          {note !== undefined && (
            <>
              <br />
              <span className={styles.note} data-warning={warning}>
                {note}
              </span>
            </>
          )}
        </span>
        {children}
      </UnstyledButton>
    </li>
  );
}
