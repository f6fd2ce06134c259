import { z } from 'zod';

/** The questions that readers answer of each picture; a library has one form, which can be edited. */

const optionId = z.string().regex(/^[a-z0-9-]{1,40}$/);
const label = z.string().min(1).max(80).nullable();

const questionKinds = ['choice', 'number', 'text'] as const;
export const questionKind = z.enum(questionKinds);

export const question = z
  .object({
    id: optionId,
    kind: questionKind,
    /** In the curator's words; null: the app's own, in the language shown. */
    label,
    /** Of a choice; empty otherwise. */
    options: z.array(z.object({ id: optionId, label })).max(40),
  })
  .refine(({ kind, options }) => (kind === 'choice') === options.length > 0, {
    message: 'a choice, and only that, has options',
  })
  .refine(({ options }) => new Set(options.map(({ id }) => id)).size === options.length, {
    message: 'two options are the same',
  });
export type Question = z.infer<typeof question>;

export const questions = z
  .array(question)
  .max(20)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
    message: 'two questions are the same',
  });

export const form = z.object({
  /** 0 is the form of a new library; each change makes the next. */
  version: z.int().nonnegative(),
  questions,
});
export type Form = z.infer<typeof form>;

/** The id of an option, a number, or a text, by the question's kind. */
export const answer = z.union([z.string().min(1).max(500), z.number()]);
export type Answer = z.infer<typeof answer>;

/** By question; one that is not answered is absent. */
export const answers = z.record(z.string(), answer);
export type Answers = z.infer<typeof answers>;

/** Ids that the app has words for in every language. */
export const knownQuestions = ['diagnosis', 'site', 'quality'] as const;
export const knownOptions = [
  'nevus',
  'melanoma',
  'seborrheic-keratosis',
  'basal-cell-carcinoma',
  'actinic-keratosis',
  'dermatofibroma',
  'vascular-lesion',
  'other',
  'uncertain',
  'head-neck',
  'anterior-torso',
  'posterior-torso',
  'upper-extremity',
  'lower-extremity',
  'palms-soles',
  'oral-genital',
  'good',
  'limited',
  'poor',
] as const;

const choice = (id: string, options: readonly string[]): Question => ({
  id,
  kind: 'choice',
  label: null,
  options: options.map((each) => ({ id: each, label: null })),
});

/** What a new library asks: diagnosis, site of the body (as ISIC has them), quality of the picture. */
export const firstForm: Form = {
  version: 0,
  questions: [
    choice('diagnosis', knownOptions.slice(0, 9)),
    choice('site', knownOptions.slice(9, 16)),
    choice('quality', knownOptions.slice(16)),
  ],
};

/** Whether an answer is one that the question can have. */
export function fits({ kind, options }: Question, given: Answer): boolean {
  switch (kind) {
    case 'choice':
      return options.some(({ id }) => id === given);
    case 'number':
      return typeof given === 'number' && Number.isFinite(given);
    case 'text':
      return typeof given === 'string';
  }
}
