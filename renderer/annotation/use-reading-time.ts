import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';
import { reportError } from '../report-error.js';
import { ReadingClock } from './reading-clock.js';

/** Time is kept this often, so that a crash costs no more of it. */
const KEEP_EVERY_MS = 15_000;
const SHOW_EVERY_MS = 1000;

const inputs = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** What keeps the time of each frame that is being read. */
const keepers = new Map<string, () => void>();

/** Keep the time at work on a frame up to now: what is called next finds it kept. */
export function keepTimeNow(instanceId: string, frame: number): void {
  keepers.get(keyOf(instanceId, frame))?.();
}

function keyOf(instanceId: string, frame: number): string {
  return `${instanceId}/${String(frame)}`;
}

/**
 * Counts the time at work on a frame and keeps it; see {@link ReadingClock} for what counts.
 * @returns milliseconds at work on the frame so far, renewed every second; null while unknown
 */
export function useReadingTime(instanceId: string, frame: number): number | null {
  const client = useQueryClient();
  const { data: record } = useMethod('reading.record', { instanceId, frame });
  /** Counted here and not part of the record yet. */
  const [countedMs, setCountedMs] = useState(0);

  useEffect(() => {
    const { queryKey } = methodQuery('reading.record', { instanceId, frame });
    const clock = new ReadingClock(performance.now(), document.visibilityState === 'visible');
    const onInput = (): void => {
      clock.input(performance.now());
    };
    const onVisibility = (): void => {
      clock.setSeen(document.visibilityState === 'visible', performance.now());
    };
    const keep = (onFailure: (ms: number, error: unknown) => void): void => {
      const ms = clock.take(performance.now());
      if (ms === 0) return;
      call('reading.spend', { instanceId, frame, ms })
        .then(({ spentMs }) => {
          setCountedMs(clock.pending(performance.now()));
          client.setQueryData(queryKey, (before) => before && { ...before, spentMs });
        })
        .catch((error: unknown) => {
          onFailure(ms, error);
        });
    };
    const showing = setInterval(() => {
      setCountedMs(clock.pending(performance.now()));
    }, SHOW_EVERY_MS);
    const keepNow = (): void => {
      // Main has logged why; while the frame is open the time is not lost.
      keep((ms) => {
        clock.giveBack(ms);
      });
    };
    const keeping = setInterval(keepNow, KEEP_EVERY_MS);
    const key = keyOf(instanceId, frame);
    keepers.set(key, keepNow);
    window.addEventListener('beforeunload', keepNow);
    const options = { capture: true, passive: true };
    for (const input of inputs) window.addEventListener(input, onInput, options);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      clearInterval(showing);
      clearInterval(keeping);
      window.removeEventListener('beforeunload', keepNow);
      if (keepers.get(key) === keepNow) keepers.delete(key);
      for (const input of inputs) window.removeEventListener(input, onInput, options);
      document.removeEventListener('visibilitychange', onVisibility);
      keep((_ms, error) => {
        reportError(error);
      });
    };
  }, [client, instanceId, frame]);

  return record === undefined ? null : record.spentMs + countedMs;
}
