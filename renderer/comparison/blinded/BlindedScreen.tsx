import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BlindedSummary } from '../../../shared/blinded.js';
import { call } from '../../api.js';
import styles from './Blinded.module.css';
import { BlindedReading } from './BlindedReading.js';
import { BlindedResults } from './BlindedResults.js';
import { BlindedStart } from './BlindedStart.js';

/** What is open: a reading from one of its cases on, or what came of it. */
type Open =
  | { readonly kind: 'reading'; readonly reading: BlindedSummary; readonly from: number }
  | { readonly kind: 'results'; readonly id: string };

/** Masks judged without their names: begin or go on, judge case after case, then learn the names. */
export function BlindedScreen({
  selection,
  readOnly,
  onBack,
  onCompare,
}: {
  /** Pictures chosen in the library. */
  selection: ReadonlySet<string>;
  readOnly: boolean;
  onBack: () => void;
  onCompare: (instanceId: string) => void;
}) {
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const goOn = useMutation({
    mutationFn: async (reading: BlindedSummary) => {
      const { position } = await call('blinded.next', { id: reading.id });
      return { reading, from: position ?? reading.cases };
    },
    onSuccess: (at) => {
      setOpen({ kind: 'reading', ...at });
    },
  });
  const leave = (): void => {
    void client.invalidateQueries({ queryKey: ['blinded.list'] });
    setOpen(null);
  };
  const showResults = (id: string): void => {
    setOpen({ kind: 'results', id });
  };
  return (
    <div className={styles.screen} data-testid="blinded-screen">
      {open === null && (
        <BlindedStart
          selection={selection}
          readOnly={readOnly}
          onBack={onBack}
          onOpen={(reading) => {
            if (reading.revealedAtMs === null) goOn.mutate(reading);
            else showResults(reading.id);
          }}
        />
      )}
      {open?.kind === 'reading' && (
        <BlindedReading
          reading={open.reading}
          from={open.from}
          onLeave={leave}
          onRevealed={showResults}
        />
      )}
      {open?.kind === 'results' && (
        <BlindedResults id={open.id} onLeave={leave} onCompare={onCompare} />
      )}
    </div>
  );
}
