import { Button, Center, Group, Loader, Radio, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlindedAnswer, BlindedSummary } from '../../../shared/blinded.js';
import { errorTexts } from '../../texts/error-texts.js';
import { ErrorNotice } from '../../ui/ErrorNotice.js';
import styles from './Blinded.module.css';
import { BlindedEnd } from './BlindedEnd.js';
import { BlindedPanes } from './BlindedPanes.js';
import { useBlindedCase } from './use-blinded-case.js';
import { useBlindedKeys } from './use-blinded-keys.js';

const looks = ['outline', 'fill'] as const;
const highestRating = 5;

/** The cases of a reading, one after the other; nothing here knows whose masks they are. */
export function BlindedReading({
  reading,
  from,
  onLeave,
  onRevealed,
}: {
  reading: BlindedSummary;
  /** The case to begin with, from 0. */
  from: number;
  onLeave: () => void;
  onRevealed: (id: string) => void;
}) {
  const { t, i18n } = useTranslation(['blinded', 'common']);
  const { cases } = reading;
  const [position, setPosition] = useState(from);
  const [look, setLook] = useState<(typeof looks)[number]>('outline');
  const [asked, setAsked] = useState(false);
  const { shown, error, retry, answer, given } = useBlindedCase(reading, position);
  const panes = shown?.masks.length ?? 0;

  const go = (to: number): void => {
    setAsked(false);
    setPosition(Math.min(cases, Math.max(0, to)));
  };
  const choose = (choice: BlindedAnswer['choice']): void => {
    setAsked(false);
    answer({ choice });
  };
  const rate = (pane: number, rating: number): void => {
    const before = given().ratings;
    const ratings = Array.from({ length: panes }, (_, index) => before[index] ?? null);
    ratings[pane] = ratings[pane] === rating ? null : rating;
    answer({ ratings });
  };
  useBlindedKeys({
    choose: (pane) => {
      if (pane < panes) choose(pane);
    },
    chooseNone: () => {
      choose('none');
    },
    rate: (rating) => {
      const { choice } = given();
      if (typeof choice === 'number' && rating <= highestRating) rate(choice, rating);
    },
    next: () => {
      if (shown !== undefined && given().choice === null) setAsked(true);
      else if (shown !== undefined) go(position + 1);
    },
    previous: () => {
      go(position - 1);
    },
  });

  if (position >= cases) {
    return (
      <BlindedEnd
        reading={reading}
        onGoTo={go}
        onLeave={onLeave}
        onRevealed={() => {
          onRevealed(reading.id);
        }}
      />
    );
  }
  return (
    <section
      className={styles.reading}
      aria-label={t('case.of', { position: position + 1, cases })}
      data-testid="blinded-case"
      data-position={position}
      data-ready={shown !== undefined}
    >
      <Group gap="sm">
        <strong>{t('case.of', { position: position + 1, cases })}</strong>
        <span className={styles.picture}>{shown?.fileName}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('look.label')}
          value={look}
          onChange={setLook}
          data={looks.map((value) => ({ value, label: t(`look.${value}`) }))}
        />
        <Radio
          size="xs"
          name="blinded-choice"
          label={t('noPreference')}
          checked={shown?.answer.choice === 'none'}
          disabled={shown === undefined}
          onChange={() => {
            choose('none');
          }}
        />
        <Group gap={6} ml="auto">
          <Button
            size="xs"
            variant="default"
            disabled={position === 0}
            onClick={() => {
              go(position - 1);
            }}
          >
            {t('previous')}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              go(position + 1);
            }}
          >
            {t('next')}
          </Button>
          <Button size="xs" variant="subtle" onClick={onLeave}>
            {t('leave')}
          </Button>
        </Group>
      </Group>
      {error && (
        <ErrorNotice
          {...errorTexts(error, i18n.t)}
          action={{ label: t('common:action.tryAgain'), run: retry }}
        />
      )}
      {shown === undefined && !error && (
        <Center flex={1} role="status">
          <Loader size="sm" mr="sm" aria-hidden />
          {t('preparing')}
        </Center>
      )}
      {shown && (
        <BlindedPanes
          key={shown.instanceId}
          shown={shown}
          filled={look === 'fill'}
          onChoose={choose}
          onRate={rate}
        />
      )}
      <p className={styles.help} role="status" data-asked={asked}>
        {t(asked ? 'chooseFirst' : 'help', { panes })}
      </p>
    </section>
  );
}
