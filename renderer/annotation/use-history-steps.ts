import { useEffect, useState } from 'react';
import type { MethodOutput } from '../../shared/contract.js';
import { call } from '../api.js';
import { reportError } from '../report-error.js';

export type HistorySteps = MethodOutput<'reading.history'>;

/**
 * The steps of a frame's history, asked again after each change while they are shown.
 * @param changed another object after every change
 */
export function useHistorySteps(
  instanceId: string,
  frame: number,
  changed: object,
): HistorySteps | null {
  const [steps, setSteps] = useState<HistorySteps | null>(null);
  useEffect(() => {
    let current = true;
    call('reading.history', { instanceId, frame }).then((found) => {
      if (current) setSteps(found);
    }, reportError);
    return () => {
      current = false;
    };
  }, [instanceId, frame, changed]);
  return steps;
}
