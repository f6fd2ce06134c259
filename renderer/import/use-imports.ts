import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { ImportProgress } from '../../shared/domain.js';
import type { ImportDraft } from '../../shared/exchange.js';
import type { MethodInput } from '../../shared/contract.js';
import { call, importDropped, onEvent } from '../api.js';

export type StartRequest = Omit<MethodInput<'import.start'>, 'draftId'>;

export interface Imports {
  /** Imports that run or that nobody has dismissed yet, oldest first; checks among them. */
  jobs: readonly ImportProgress[];
  /** What was chosen; the dialog is open while there is one. */
  draft: ImportDraft | null;
  /** The job that the dialog shows. */
  shownId: string | null;
  choose: (kind: 'files' | 'folder' | 'table') => void;
  drop: (files: File[]) => void;
  start: (request: StartRequest) => void;
  cancel: (jobId: string) => void;
  dismiss: (jobId: string) => void;
  /** Back from the job to what was chosen. */
  back: () => void;
  /** Closes the dialog; an import goes on, a check does not. */
  close: () => void;
}

/** The jobs after a report of one: replaced in its place, or added at the end. */
export function withProgress(
  jobs: readonly ImportProgress[],
  progress: ImportProgress,
): readonly ImportProgress[] {
  return jobs.some((job) => job.jobId === progress.jobId)
    ? jobs.map((job) => (job.jobId === progress.jobId ? progress : job))
    : [...jobs, progress];
}

export function isUnderWay({ state }: ImportProgress): boolean {
  return state === 'counting' || state === 'running';
}

/** Puts imports together, starts them and follows them, whichever screen is open. */
export function useImports(): Imports {
  const [jobs, setJobs] = useState<readonly ImportProgress[]>([]);
  const [draft, setDraft] = useState<ImportDraft | null>(null);
  const [shownId, setShownId] = useState<string | null>(null);

  useEffect(
    () =>
      onEvent('import.progress', (progress) => {
        setJobs((before) => withProgress(before, progress));
      }),
    [],
  );

  const show = (chosen: ImportDraft | null): void => {
    if (chosen === null) return;
    setDraft(chosen);
    setShownId(null);
  };
  const draftId = draft?.id ?? null;
  const { mutate: choose } = useMutation({
    mutationFn: (kind: 'files' | 'folder' | 'table') => call('import.choose', { kind, draftId }),
    onSuccess: show,
  });
  const { mutate: drop } = useMutation({ mutationFn: importDropped, onSuccess: show });
  const { mutate: start } = useMutation({
    mutationFn: (request: StartRequest) =>
      call('import.start', { ...request, draftId: draftId ?? '' }),
    onSuccess: ({ jobId }) => {
      setShownId(jobId);
    },
  });
  const { mutate: cancel } = useMutation({
    mutationFn: (jobId: string) => call('import.cancel', { jobId }),
  });
  const { mutate: discard } = useMutation({
    mutationFn: (id: string) => call('import.discard', { draftId: id }),
  });
  const dismiss = useCallback((jobId: string) => {
    setJobs((before) => before.filter((job) => job.jobId !== jobId));
  }, []);
  const forgetShown = (): void => {
    const shown = jobs.find(({ jobId }) => jobId === shownId);
    if (shown?.dryRun === true && isUnderWay(shown)) cancel(shown.jobId);
    if (shown && (shown.dryRun || !isUnderWay(shown))) dismiss(shown.jobId);
    setShownId(null);
  };
  const close = (): void => {
    forgetShown();
    if (draftId !== null) discard(draftId);
    setDraft(null);
  };

  return { jobs, draft, shownId, choose, drop, start, cancel, dismiss, back: forgetShown, close };
}
