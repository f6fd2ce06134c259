import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReviewCase } from '../../shared/review/review.js';
import styles from './ReviewScreen.module.css';

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
    <ul className={styles.list} data-testid="review-cases">
      {cases.map((each) => {
        const { instanceId, frame, fileName, state, submitted, awaited } = each;
        const key = `${instanceId}/${String(frame)}`;
        return (
          <li key={key}>
            <UnstyledButton
              className={styles.row}
              aria-current={key === current}
              data-instance-id={instanceId}
              data-state={state}
              onClick={() => {
                onChoose(each);
              }}
            >
              <img
                src={`image://thumbnail/${instanceId}/${String(frame)}?max=320`}
                alt=""
                loading="lazy"
              />
              <span className={styles.name} title={fileName}>
                {fileName}
                <br />
                <span className={styles.muted}>
                  {t(`state.${state}`)}
                  {awaited > 0 && ` · ${t('submittedOf', { submitted, all: submitted + awaited })}`}
                </span>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
