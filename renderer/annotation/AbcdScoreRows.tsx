import { Button, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scoresOf, type AbcdDraft } from '../../shared/abcd/draft.js';
import {
  abcdParts,
  abcdRanges,
  abcdWeights,
  confirmedScores,
  totalScore,
  type AbcdPart,
} from '../../shared/abcd/scores.js';
import { AbcdFound } from './AbcdFound.js';
import styles from './AbcdPanel.module.css';
import type { AbcdControl } from './use-abcd.js';

interface AbcdScoreRowsProps {
  draft: AbcdDraft;
  control: AbcdControl;
  /** Nothing can be set or confirmed. */
  disabled: boolean;
}

/** The four numbers as drafted and as the clinician sees them, their total, and the confirmation. */
export function AbcdScoreRows({ draft, control, disabled }: AbcdScoreRowsProps) {
  const { t } = useTranslation('reading');
  const drafted = scoresOf(draft);
  const [scores, setScores] = useState(drafted);
  const complete = confirmedScores.safeParse(scores).success;
  const shown = control.explained?.part ?? null;
  return (
    <>
      <ul className={styles.rows}>
        {abcdParts.map((part) => (
          <li key={part} className={styles.row}>
            <Button
              className={styles.score ?? ''}
              size="compact-xs"
              variant={shown === part ? 'filled' : 'default'}
              aria-pressed={shown === part}
              title={t(`abcd.explain.${part}`)}
              data-testid={`abcd-${part}`}
              onClick={() => {
                control.explain(part);
              }}
            >
              {t(`abcd.part.${part}`)} {scoreText(part, drafted[part])}
            </Button>
            <Text className={styles.weight ?? ''}>× {abcdWeights[part]}</Text>
            <NativeSelect
              className={styles.choice ?? ''}
              size="xs"
              aria-label={t('abcd.yours', { part: t(`abcd.part.${part}`) })}
              value={String(scores[part])}
              disabled={disabled}
              data-testid={`abcd-${part}-value`}
              data={choices(part, scores[part])}
              onChange={(event) => {
                setScores({ ...scores, [part]: Number(event.currentTarget.value) });
              }}
            />
            <AbcdFound part={part} draft={draft} />
          </li>
        ))}
      </ul>
      <Text size="sm" data-testid="abcd-total">
        {complete
          ? t('abcd.total', { total: totalScore(scores).toFixed(1) })
          : t('abcd.incomplete')}
      </Text>
      <Button
        size="compact-sm"
        disabled={!complete || disabled}
        loading={control.confirming}
        data-testid="abcd-confirm"
        onClick={() => {
          control.confirm(scores);
        }}
      >
        {t('abcd.confirm')}
      </Button>
    </>
  );
}

/** A number below the rule's least is none. */
function scoreText(part: AbcdPart, score: number): string {
  return score < abcdRanges[part][0] ? '—' : String(score);
}

/** All scores of a part; also none, while it is not decided. */
function choices(part: AbcdPart, current: number): { value: string; label: string }[] {
  const [least, most] = abcdRanges[part];
  const first = Math.min(least, current);
  return Array.from({ length: most - first + 1 }, (_, index) => ({
    value: String(first + index),
    label: scoreText(part, first + index),
  }));
}
