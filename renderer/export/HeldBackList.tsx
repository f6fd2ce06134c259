import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportReceipt } from '../../shared/domain.js';
import { RowsInSight } from '../ui/RowsInSight.js';
import { HeldBack } from './HeldBack.js';

/** Pictures left out of an export: it may have left out a library. */
export function HeldBackList({ heldBack }: { heldBack: ExportReceipt['heldBack'] }) {
  const { t } = useTranslation('export');
  // Kept here, since a row that is scrolled away forgets.
  const [confirmed, setConfirmed] = useState<ReadonlySet<string>>(new Set());
  return (
    <RowsInSight
      items={heldBack}
      label={t('receipt.heldBack', { count: heldBack.length })}
      rowHeight={50}
    >
      {(held) => (
        <HeldBack
          held={held}
          confirmed={confirmed.has(held.instanceId)}
          onConfirmed={(id) => {
            setConfirmed((before) => new Set([...before, id]));
          }}
        />
      )}
    </RowsInSight>
  );
}
