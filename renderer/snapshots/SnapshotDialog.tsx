import {
  Button,
  Checkbox,
  Group,
  Modal,
  Progress,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, onEvent } from '../api.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Leaks } from './Leaks.js';
import { firstSplits, SplitFields, splittingOf, sumOf, type Splits } from './SplitFields.js';
import { Trial } from './Trial.js';

/** Choose, check, go. What leaks is named, and left out with a click. */
export function SnapshotDialog({
  opened,
  onClose,
  onMade,
}: {
  opened: boolean;
  onClose: () => void;
  onMade: (name: string) => void;
}) {
  const { t, i18n } = useTranslation(['snapshots', 'common']);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [splits, setSplits] = useState<Splits>(firstSplits);
  const [references, setReferences] = useState(false);
  const [leaveOut, setLeaveOut] = useState<string[]>([]);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  useEffect(() => onEvent('snapshot.progress', setProgress), []);

  const plan = { splitting: splittingOf(splits), references, leaveOut };
  const begin = {
    meta: { shownInPlace: true as const },
    onMutate: () => {
      setProgress(null);
    },
  };
  const check = useMutation({ mutationFn: () => call('snapshot.try', plan), ...begin });
  const make = useMutation({
    mutationFn: () => call('snapshot.create', { name, plan }),
    ...begin,
    onSuccess: (outcome) => {
      if (outcome.kind === 'leaks') return;
      void client.invalidateQueries({ queryKey: ['snapshot.list'] });
      close();
      onMade(outcome.summary.name);
    },
  });
  const cancel = useMutation({ mutationFn: () => call('snapshot.cancel', {}) });
  const running = check.isPending || make.isPending;
  const leaks = (make.data?.kind === 'leaks' ? make.data.leaks : check.data?.leaks) ?? [];
  const error = make.error ?? check.error;
  const isReady = splits.method === 'stated' || sumOf(splits) === 100;

  function forget(): void {
    check.reset();
    make.reset();
  }
  function close(): void {
    if (running) cancel.mutate();
    forget();
    onClose();
  }
  const changing =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      forget();
      set(value);
    };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('dialog.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Stack gap="sm" data-testid="snapshot-dialog">
        <TextInput
          size="xs"
          label={t('dialog.name')}
          description={t('dialog.nameHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          maxLength={64}
          data-testid="snapshot-name"
          value={name}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
          }}
        />
        <SplitFields splits={splits} onChange={changing(setSplits)} />
        <Checkbox
          size="xs"
          label={t('dialog.references')}
          data-testid="snapshot-references"
          checked={references}
          onChange={({ currentTarget }) => {
            changing(setReferences)(currentTarget.checked);
          }}
        />
        <TagsInput
          size="xs"
          label={t('dialog.leaveOut')}
          description={t('dialog.leaveOutHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          value={leaveOut}
          onChange={changing(setLeaveOut)}
        />
        {error && error.code !== 'cancelled' && <ErrorNotice {...errorTexts(error, i18n.t)} />}
        {check.data && <Trial trial={check.data} />}
        {leaks.length > 0 && (
          <Leaks
            leaks={leaks}
            leftOut={leaveOut}
            onLeaveOut={(one) => {
              setLeaveOut([...leaveOut, one]);
            }}
          />
        )}
        {running && (
          <div>
            <Text size="xs" aria-live="polite">
              {progress ? t('dialog.running', progress) : t('dialog.starting')}
            </Text>
            <Progress
              value={progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0}
              aria-label={t('dialog.bar')}
            />
          </div>
        )}
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              if (running) cancel.mutate();
              else close();
            }}
          >
            {t('common:action.cancel')}
          </Button>
          <Button
            variant="default"
            disabled={running || !isReady}
            data-testid="snapshot-check"
            onClick={() => {
              forget();
              check.mutate();
            }}
          >
            {t('dialog.check')}
          </Button>
          <Button
            disabled={running || !isReady || name.trim() === ''}
            data-testid="snapshot-make"
            onClick={() => {
              forget();
              make.mutate();
            }}
          >
            {t('dialog.make')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
