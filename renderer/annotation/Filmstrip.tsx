import { ActionIcon, Button, Kbd, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconFlagFilled } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceSummary } from '../../shared/domain.js';
import { useMethod } from '../queries.js';
import { useStableCall } from '../ui/use-stable-call.js';
import { useKeyNames } from './key-names.js';
import { StatusDot } from '../ui/StatusDot.js';
import styles from './Filmstrip.module.css';
import { SpentTime } from './SpentTime.js';
import type { Neighbours } from './use-neighbours.js';

/** Pictures shown on each side of the one that is open. */
const AROUND = 5;

interface FilmstripProps {
  instanceId: string;
  frame: number;
  neighbours: Neighbours | undefined;
  /** A picture is being stored before the next one opens. */
  leaving: boolean;
  onOpen: (instanceId: string) => void;
  onSubmit: () => void;
}

/** The open picture's neighbours in the worklist, where it stands, and the ways on. */
export function Filmstrip(props: FilmstripProps) {
  const onOpen = useStableCall(props.onOpen);
  const onSubmit = useStableCall(props.onSubmit);
  return <Strip {...props} {...{ onOpen, onSubmit }} />;
}

/** Apart from the screen, which is rendered at the end of every stroke. */
const Strip = memo(function Strip(props: FilmstripProps) {
  const { instanceId, frame, neighbours, leaving, onOpen, onSubmit } = props;
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  const withKey = (action: 'previous-picture' | 'next-picture'): string =>
    t('tools.withKey', { name: t(`actions.${action}`), key: keyNames(action)[0] ?? '' });
  const previous = neighbours?.previousId ?? null;
  const next = neighbours?.nextId ?? null;
  const nextUnread = neighbours?.nextUnreadId ?? null;
  const go = (id: string | null) => () => {
    if (id !== null) onOpen(id);
  };
  return (
    <nav className={styles.strip} aria-label={t('strip.label')}>
      <Tooltip label={withKey('previous-picture')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('actions.previous-picture')}
          data-testid="previous"
          disabled={previous === null}
          onClick={go(previous)}
        >
          <IconChevronLeft size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <div className={styles.pictures}>
        {neighbours && (
          <Pictures position={neighbours.position} instanceId={instanceId} onOpen={onOpen} />
        )}
      </div>
      <Tooltip label={withKey('next-picture')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('actions.next-picture')}
          data-testid="next"
          disabled={next === null}
          onClick={go(next)}
        >
          <IconChevronRight size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {neighbours && (
        <Text className={styles.position ?? ''} data-testid="position">
          {t('strip.position', {
            position: String(neighbours.position),
            total: String(neighbours.total),
          })}
        </Text>
      )}
      <SpentTime key={`${instanceId} ${String(frame)}`} instanceId={instanceId} frame={frame} />
      <Button
        size="xs"
        variant="default"
        rightSection={<Kbd size="xs">{keyNames('next-unread')[0]}</Kbd>}
        data-testid="next-unread"
        disabled={nextUnread === null}
        onClick={go(nextUnread)}
      >
        {t('actions.next-unread')}
      </Button>
      <Tooltip label={t('strip.submitHint')}>
        <Button
          size="xs"
          rightSection={<Kbd size="xs">{keyNames('submit')[0]}</Kbd>}
          data-testid="submit"
          loading={leaving}
          onClick={onSubmit}
        >
          {t('actions.submit')}
        </Button>
      </Tooltip>
    </nav>
  );
});

function Pictures({
  position,
  instanceId,
  onOpen,
}: {
  /** 1-based place of the open picture. */
  position: number;
  instanceId: string;
  onOpen: (instanceId: string) => void;
}) {
  const offset = Math.max(0, position - 1 - AROUND);
  const { data } = useMethod('library.list', {
    offset,
    limit: 2 * AROUND + 1,
    status: null,
    search: '',
  });
  return data?.instances.map((summary) => (
    <Picture
      key={summary.instance.id}
      summary={summary}
      current={summary.instance.id === instanceId}
      onOpen={onOpen}
    />
  ));
}

function Picture({
  summary: { instance, status, flagged },
  current,
  onOpen,
}: {
  summary: InstanceSummary;
  current: boolean;
  onOpen: (instanceId: string) => void;
}) {
  const { t } = useTranslation('reading');
  const name = instance.fileName;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // In a narrow window only some of the neighbours are seen; the open picture is one of them.
    if (current) button.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <UnstyledButton
      ref={button}
      className={styles.picture}
      title={name}
      aria-label={[
        current ? t('strip.current', { name }) : name,
        ...(flagged ? [t('flow.flagged')] : []),
      ].join(', ')}
      aria-current={current ? 'true' : undefined}
      onClick={() => {
        if (!current) onOpen(instance.id);
      }}
    >
      <img
        src={`image://thumbnail/${instance.id}/0?max=320`}
        alt=""
        decoding="async"
        draggable={false}
      />
      {flagged && <IconFlagFilled className={styles.flag} size={12} aria-hidden />}
      <StatusDot className={styles.dot ?? ''} status={status} />
    </UnstyledButton>
  );
}
