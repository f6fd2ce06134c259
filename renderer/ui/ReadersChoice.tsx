import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NamesInput } from './NamesInput.js';

/** Each picture to all readers, or the pictures shared out among them. */
export type Sharing = 'each' | 'share';

/** Which readers are given pictures, and how. */
export function ReadersChoice({
  known,
  readers,
  how,
  inPlace = false,
  onReaders,
  onHow,
}: {
  known: string[];
  readers: string[];
  how: Sharing;
  /** As NamesInput has it. */
  inPlace?: boolean;
  onReaders: (readers: string[]) => void;
  onHow: (how: Sharing) => void;
}) {
  const { t } = useTranslation('worklist');
  return (
    <>
      <NamesInput
        label={t('assign.readers')}
        known={known}
        value={readers}
        inPlace={inPlace}
        onChange={onReaders}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('assign.how')}
        value={how}
        onChange={onHow}
        data={[
          { value: 'each', label: t('assign.each') },
          { value: 'share', label: t('assign.share') },
        ]}
      />
    </>
  );
}
