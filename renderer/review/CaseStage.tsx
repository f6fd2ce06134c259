import { Center, Loader, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '../../shared/domain.js';
import { consensusOf, type ConsensusMethod } from '../../shared/review/reader-agreement.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { formatDateTime } from '../texts/format.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import { usePicture } from '../viewport/use-picture.js';
import { AgreementTables } from './AgreementTables.js';
import { BandBar, CasePanes } from './CasePanes.js';
import { ReviewActs } from './ReviewActs.js';
import styles from './ReviewScreen.module.css';
import { SegmentBar } from './SegmentBar.js';
import { letterOf, segmentsOf, useMasks, votersOf } from './use-case.js';

interface StageProps {
  instanceId: string;
  frame: number;
  readOnly: boolean;
  onRead: (instanceId: string) => void;
}

/** One picture with what its readers submitted, and the decision on it. */
export function CaseStage(props: StageProps) {
  const { t, i18n } = useTranslation('review');
  const state = usePicture(props);
  if (state.kind === 'failed') return <ErrorNotice {...errorTexts(state.error, i18n.t)} />;
  if (state.kind === 'ready') return <Case {...props} picture={state.picture} />;
  return (
    <Center h="100%">
      <Loader size="sm" aria-label={t('loading')} />
    </Center>
  );
}

const noReadings: never[] = [];

function Case({
  instanceId,
  frame,
  readOnly,
  onRead,
  picture,
}: StageProps & { picture: SharedPicture }) {
  const { t, i18n } = useTranslation('review');
  const { data, error } = useMethod('review.get', { instanceId, frame });
  const found = data?.readings ?? noReadings;
  const segments = useMemo(() => segmentsOf(found), [found]);
  const [chosen, setChosen] = useState<SegmentId>('lesion');
  // What was read again meanwhile may have no such attribute any more.
  const segment = segments.includes(chosen) ? chosen : 'lesion';
  const readings = useMasks(found, segment);
  const [method, setMethod] = useState<ConsensusMethod | null>(null);
  const masks = useMemo(() => readings.flatMap(({ mask }) => mask ?? []), [readings]);
  const consensus = useMemo(
    () => (method !== null && masks.length > 1 ? consensusOf(method, masks) : null),
    [method, masks],
  );
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!data) return null;
  const names = readings.map(({ name }, index) => {
    const letter = letterOf(index);
    return name === null ? t('reader', { letter }) : t('readerNamed', { letter, name });
  });
  return (
    <div className={styles.case} data-testid="review-case" data-state={data.state}>
      {segments.length > 1 && (
        <SegmentBar segments={segments} chosen={segment} onChoose={setChosen} />
      )}
      <CasePanes
        {...{ picture, readings, names, masks, segment }}
        consensus={consensus?.mask ?? null}
      />
      {found.filter(({ revisionId }) => revisionId !== null).length > 1 && (
        <BandBar letters={votersOf(found, segment)} method={method} onMethod={setMethod} />
      )}
      {data.awaited > 0 ? (
        <Text size="sm" c="dimmed" data-testid="review-hidden">
          {t('hidden', { count: data.awaited })}
        </Text>
      ) : (
        <>
          <AgreementTables {...{ readings, names }} rates={consensus?.rates ?? null} />
          <ReviewActs
            at={{ instanceId, frame }}
            {...{ readings, names, method, readOnly, onRead }}
            ownRevisionId={data.ownRevisionId}
          />
        </>
      )}
      {data.decisions.length > 0 && (
        <ul className={styles.decisions} aria-label={t('decisions')}>
          {data.decisions.toReversed().map((decision) => (
            <li key={decision.decidedAtMs}>
              {t(`decided.${decision.kind}`, {
                reviewer: decision.reviewer,
                reader: decision.reader ?? '',
                reason: decision.reason,
                time: formatDateTime(decision.decidedAtMs, i18n.language),
              })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
