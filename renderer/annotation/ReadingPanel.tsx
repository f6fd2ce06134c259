import { ActionIcon, SegmentedControl, Textarea, Tooltip } from '@mantine/core';
import { IconFlag, IconFlagFilled } from '@tabler/icons-react';
import { useDebouncedCallback } from '@mantine/hooks';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { commentLength, difficulty as difficulties } from '../../shared/reading-record.js';
import { useKeptOnLeaving } from '../ui/use-kept-on-leaving.js';
import { useStableCall } from '../ui/use-stable-call.js';
import { useKeyNames } from './key-names.js';
import { Panel } from './Panel.js';
import styles from './ReadingPanel.module.css';
import type { RecordControl } from './use-reading-record.js';

const KEEP_AFTER_MS = 1000;

interface ReadingPanelProps {
  control: RecordControl;
  readOnly: boolean;
  /** Gets the field of the comment, which a key puts the focus into. */
  onCommentField: (field: HTMLTextAreaElement | null) => void;
}

/** Flag, difficulty and comment of the reader at work. */
export const ReadingPanel = memo(function ReadingPanel({
  control,
  readOnly,
  onCommentField,
}: ReadingPanelProps) {
  const { t } = useTranslation('reading');
  const { record, change } = control;
  return (
    <Panel
      title={t('flow.title')}
      action={
        <Flag
          flagged={record?.flagged ?? false}
          disabled={record === undefined || readOnly}
          onToggle={(flagged) => {
            change({ flagged });
          }}
        />
      }
    >
      <div className={styles.rows}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('flow.difficulty')}
          disabled={record === undefined || readOnly}
          value={record?.difficulty ?? ''}
          data={difficulties.options.map((value) => ({
            value,
            label: t(`flow.difficulties.${value}`),
          }))}
          data-testid="difficulty"
          onChange={(value) => {
            change({ difficulty: difficulties.parse(value) });
          }}
        />
        {record && (
          <Comment
            comment={record.comment}
            readOnly={readOnly}
            onField={onCommentField}
            onChange={(comment) => {
              change({ comment });
            }}
          />
        )}
      </div>
    </Panel>
  );
});

function Flag({
  flagged,
  disabled,
  onToggle,
}: {
  flagged: boolean;
  disabled: boolean;
  onToggle: (flagged: boolean) => void;
}) {
  const { t } = useTranslation('reading');
  const [key = ''] = useKeyNames()('flag');
  const name = t('actions.flag');
  return (
    <Tooltip label={key === '' ? name : t('tools.withKey', { name, key })}>
      <ActionIcon
        size="sm"
        variant="subtle"
        color={flagged ? 'accent' : 'gray'}
        aria-label={name}
        aria-pressed={flagged}
        disabled={disabled}
        data-testid="flag"
        onClick={() => {
          onToggle(!flagged);
        }}
      >
        {flagged ? <IconFlagFilled size={16} aria-hidden /> : <IconFlag size={16} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}

/** Kept when nothing was typed for a while, when the field is left, and when it goes. */
function Comment({
  comment,
  readOnly,
  onField,
  onChange,
}: {
  comment: string;
  readOnly: boolean;
  onField: (field: HTMLTextAreaElement | null) => void;
  onChange: (comment: string) => void;
}) {
  const { t } = useTranslation('reading');
  const [draft, setDraft] = useState(comment);
  const keep = (): void => {
    if (draft !== comment) onChange(draft);
  };
  useKeptOnLeaving(keep);
  // While somebody writes for long, a crash costs the last words at most.
  const keepSoon = useDebouncedCallback(useStableCall(keep), KEEP_AFTER_MS);
  return (
    <Textarea
      ref={onField}
      size="xs"
      autosize
      minRows={2}
      maxRows={6}
      maxLength={commentLength}
      readOnly={readOnly}
      aria-label={t('flow.comment')}
      placeholder={t('flow.commentHint')}
      value={draft}
      data-testid="comment"
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        keepSoon();
      }}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
