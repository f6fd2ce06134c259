import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SnapshotTrial } from '../../shared/exchange.js';
import { Fact, Facts } from '../ui/Facts.js';

/** What a snapshot would hold. */
export function Trial({ trial }: { trial: SnapshotTrial }) {
  const { t } = useTranslation('snapshots');
  const { samples, counts, groups, alike, heldBack } = trial;
  return (
    <section data-testid="snapshot-trial" data-samples={samples}>
      <Text size="sm" fw={600} mb={4}>
        {t('dialog.nothingMade')}
      </Text>
      <Facts>
        <Fact name={t('dialog.samples')}>
          {samples} ({t('counts', counts)})
        </Fact>
        <Fact name={t('dialog.groups')}>{groups}</Fact>
        <Fact name={t('dialog.alike')}>{alike}</Fact>
        <Fact name={t('dialog.heldBack')}>{heldBack}</Fact>
      </Facts>
    </section>
  );
}
