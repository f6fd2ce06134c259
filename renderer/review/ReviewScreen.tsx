import { Center, Checkbox, Loader, NativeSelect, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reviewState, type ReviewState } from '../../shared/review/review.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { AgreementView } from './AgreementView.js';
import { CaseList } from './CaseList.js';
import { CaseStage } from './CaseStage.js';
import styles from './ReviewScreen.module.css';

/** What readers submitted: side by side, decided upon, and how far they agree. */
export function ReviewScreen({
  readOnly,
  onRead,
}: {
  readOnly: boolean;
  onRead: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation('review');
  const [shows, setShows] = useState<'cases' | 'agreement'>('cases');
  const [state, setState] = useState<ReviewState | null>(null);
  const [single, setSingle] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const { data: cases, error } = useMethod('review.list', { single });
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!cases) {
    return (
      <Center h="100%">
        <Loader size="sm" aria-label={t('loading')} />
      </Center>
    );
  }
  const listed = cases.filter((each) => state === null || each.state === state);
  const key = ({ instanceId, frame }: (typeof cases)[number]): string =>
    `${instanceId}/${String(frame)}`;
  // A case that was just decided stays open, although the filter leaves it out now.
  const shown = cases.find((each) => key(each) === chosen) ?? listed[0] ?? null;
  const count = (of: ReviewState): number => cases.filter((each) => each.state === of).length;
  return (
    <div className={styles.screen} data-testid="review-screen">
      <div className={styles.side}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('shows')}
          value={shows}
          onChange={setShows}
          data={[
            { value: 'cases', label: t('cases') },
            { value: 'agreement', label: t('agreement.title') },
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label={t('filter')}
          value={state ?? 'all'}
          data={[
            { value: 'all', label: t('all', { count: cases.length }) },
            ...reviewState.options.map((value) => ({
              value,
              label: `${t(`state.${value}`)}: ${String(count(value))}`,
            })),
          ]}
          onChange={(event) => {
            setState(reviewState.safeParse(event.currentTarget.value).data ?? null);
          }}
        />
        <Checkbox
          size="xs"
          label={t('single')}
          checked={single}
          onChange={(event) => {
            setSingle(event.currentTarget.checked);
          }}
        />
        {listed.length > 0 && (
          <CaseList
            cases={listed}
            current={shown && key(shown)}
            onChoose={(each) => {
              setChosen(key(each));
              setShows('cases');
            }}
          />
        )}
      </div>
      {shows === 'agreement' && <AgreementView />}
      {shows === 'cases' && shown && (
        <CaseStage
          key={key(shown)}
          instanceId={shown.instanceId}
          frame={shown.frame}
          readOnly={readOnly}
          onRead={onRead}
        />
      )}
      {shows === 'cases' && !shown && <Text c="dimmed">{t('empty')}</Text>}
    </div>
  );
}
