import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { ImportProgress } from '../../shared/domain.js';
import { call, importDropped, onEvent } from '../api.js';

export interface Imports {
  /** Imports that run or that nobody has dismissed yet, oldest first. */
  jobs: readonly ImportProgress[];
  choose: (kind: 'files' | 'folder') => void;
  drop: (files: File[]) => void;
  cancel: (jobId: string) => void;
  dismiss: (jobId: string) => void;
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

/** Starts imports and follows them, whichever screen is open. */
export function useImports(): Imports {
  const [jobs, setJobs] = useState<readonly ImportProgress[]>([]);

  useEffect(
    () =>
      onEvent('import.progress', (progress) => {
        setJobs((before) => withProgress(before, progress));
      }),
    [],
  );

  const { mutate: choose } = useMutation({
    mutationFn: (kind: 'files' | 'folder') => call('import.choose', { kind }),
  });
  const { mutate: drop } = useMutation({ mutationFn: importDropped });
  const { mutate: cancel } = useMutation({
    mutationFn: (jobId: string) => call('import.cancel', { jobId }),
  });
  const dismiss = useCallback((jobId: string) => {
    setJobs((before) => before.filter((job) => job.jobId !== jobId));
  }, []);

  return { jobs, choose, drop, cancel, dismiss };
}
