import { useTranslation } from 'react-i18next';
import type { ReviewCase } from '../../shared/review/review.js';
import { PictureRow, PictureRows } from '../ui/PictureRows.js';

/** Pictures that were submitted or are to be, what waits for a decision first. */
export function CaseList({
  cases,
  current,
  onChoose,
}: {
  cases: readonly ReviewCase[];
  /** `instance/frame` of the case that is shown. */
  current: string | null;
  onChoose: (chosen: ReviewCase) => void;
}) {
  const { t } = useTranslation('review');
  return (
    <PictureRows testId="review-cases">
      {cases.map((each) => {
        const { instanceId, frame, state, submitted, awaited } = each;
        const key = `${instanceId}/${String(frame)}`;
        const told = t('submittedOf', { submitted, all: submitted + awaited });
        return (
          <PictureRow
            key={key}
            picture={each}
            current={key === current}
            state={state}
            note={`${t(`state.${state}`)}${awaited > 0 ? ` · ${told}` : ''}`}
            onChoose={() => {
              onChoose(each);
            }}
          />
        );
      })}
    </PictureRows>
  );
}
