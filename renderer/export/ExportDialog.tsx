import { Box, Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, onEvent } from '../api.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { ExportChoice, type ExportRequest } from './ExportChoice.js';
import { ExportProgress } from './ExportProgress.js';
import { ExportReceipt } from './ExportReceipt.js';

/** Choose, go, receipt. While files are written the dialog stays, so the receipt is seen. */
export function ExportDialog({
  opened,
  selection,
  snapshot,
  onClose,
}: {
  opened: boolean;
  selection: ReadonlySet<string>;
  /** The name of a snapshot to begin with. */
  snapshot: string | null;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation(['export', 'common']);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const run = useMutation({
    mutationFn: (request: ExportRequest) => call('export.run', request),
    // The dialog shows the error itself.
    meta: { shownInPlace: true },
    onMutate: () => {
      setProgress(null);
    },
  });
  const cancel = useMutation({ mutationFn: () => call('export.cancel', {}) });

  useEffect(() => onEvent('export.progress', setProgress), []);

  const close = (): void => {
    if (run.isPending) return;
    run.reset();
    onClose();
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('title')}
      size="lg"
      withCloseButton={!run.isPending}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {run.isPending ? (
        <>
          <ExportProgress progress={progress} />
          {progress && (
            <Group justify="flex-end">
              <Button
                variant="default"
                onClick={() => {
                  cancel.mutate();
                }}
              >
                {t('common:action.cancel')}
              </Button>
            </Group>
          )}
        </>
      ) : run.data ? (
        <ExportReceipt
          receipt={run.data}
          onAgain={() => {
            run.mutate(run.variables);
          }}
          onClose={close}
        />
      ) : (
        <>
          {run.error && (
            <Box mb="md">
              <ErrorNotice {...errorTexts(run.error, i18n.t)} />
            </Box>
          )}
          <ExportChoice
            selected={selection}
            snapshot={snapshot}
            onCancel={close}
            onRun={run.mutate}
          />
        </>
      )}
    </Modal>
  );
}
