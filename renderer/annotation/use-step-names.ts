import { useTranslation } from 'react-i18next';
import type { HistoryStep } from '../../shared/domain.js';
import { readingActionIds } from '../../shared/reading-actions.js';
import { formatThresholds } from '../texts/format.js';
import type { SegmentsControl } from './use-segments.js';

export interface StepNames {
  /** What was done: the tool or command, or the kind of act; and at which threshold. */
  readonly nameOf: (step: HistoryStep) => string;
  readonly segmentOf: (step: HistoryStep) => string;
  readonly timeOf: (step: HistoryStep) => string;
  /** All of it for a screen reader; null is the state before the first step. */
  readonly textAt: (step: HistoryStep | null) => string;
}

function prefixOf(kind: HistoryStep['kind']): 'command' | 'tool' {
  return kind === 'command' ? 'command' : 'tool';
}

/** Steps of the history in the reader's words. */
export function useStepNames(segments: Pick<SegmentsControl, 'nameOf'>): StepNames {
  const { t, i18n } = useTranslation('reading');
  const clock = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' });
  const actOf = ({ kind, tool }: HistoryStep): string => {
    if (tool === 'mark-move' || tool === 'mark-text') return t(`marks.steps.${tool}`);
    const named = tool?.startsWith('mark-') === true ? tool : `${prefixOf(kind)}-${tool ?? ''}`;
    const action = readingActionIds.find((id) => id === named);
    return action === undefined ? t(`history.kind.${kind}`) : t(`actions.${action}`);
  };
  const nameOf = (step: HistoryStep): string => {
    const name = actOf(step);
    if (step.thresholds.length === 0) return name;
    return t('history.withThreshold', { name, thresholds: formatThresholds(step.thresholds) });
  };
  const segmentOf = (step: HistoryStep): string => step.segments.map(segments.nameOf).join(', ');
  const timeOf = ({ atMs }: HistoryStep): string => clock.format(atMs);
  return {
    nameOf,
    segmentOf,
    timeOf,
    textAt: (step) =>
      step === null
        ? t('history.start')
        : [nameOf(step), segmentOf(step), timeOf(step)].filter((part) => part !== '').join(', '),
  };
}
