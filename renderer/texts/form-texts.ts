import type { TFunction } from 'i18next';
import { knownOptions, knownQuestions, type Question } from '../../shared/form.js';

/** A question in the curator's words, else in the app's own. */
export function questionText({ id, label }: Question, t: TFunction): string {
  const known = knownQuestions.find((each) => each === id);
  return label ?? (known ? t(`form.questions.${known}`) : id);
}

/** An option, likewise. */
export function optionText({ id, label }: Question['options'][number], t: TFunction): string {
  const known = knownOptions.find((each) => each === id);
  return label ?? (known ? t(`form.options.${known}`) : id);
}
