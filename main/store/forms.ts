import { z } from 'zod';
import { AppError } from '../../shared/errors.js';
import {
  answer as answerSchema,
  firstForm,
  fits,
  questions as questionsSchema,
  type Answer,
  type Answers,
  type Form,
  type Question,
} from '../../shared/form.js';
import type { Audit } from './audit.js';
import type { Database } from './database.js';
import type { Instances } from './instances.js';
import type { FrameReference } from './journal-rows.js';
import { requireFrame } from './revisions.js';

/** An answer with the question as it was asked. */
export interface AskedAnswer {
  readonly reader: string;
  readonly question: Question;
  readonly answer: Answer;
}

const formRow = z.object({ version: z.int(), questions: z.string() });
const answerRow = z.object({
  reader: z.string(),
  questionId: z.string(),
  answer: z.string(),
  formVersion: z.int(),
});

/** The library's form in all its versions, and the answers of each reader. */
export class Forms {
  readonly #database: Database;
  readonly #instances: Instances;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, instances: Instances, audit: Audit, now: () => number) {
    this.#database = database;
    this.#instances = instances;
    this.#audit = audit;
    this.#now = now;
  }

  /** The form in use. @throws AppError `library-damaged` when it was altered. */
  current(): Form {
    const row = this.#database.get(
      formRow,
      'SELECT version, questions FROM forms ORDER BY version DESC LIMIT 1',
    );
    return row ? parsedForm(row) : firstForm;
  }

  /** Makes these the questions from now on; answers given so far stay. */
  change(questions: Question[]): Form {
    return this.#database.transaction(() => {
      const form = { version: this.current().version + 1, questions };
      this.#database.run('INSERT INTO forms (version, questions, created_at_ms) VALUES (?, ?, ?)', [
        form.version,
        JSON.stringify(questions),
        this.#now(),
      ]);
      return form;
    });
  }

  /** What a reader answered of a frame, by question. */
  answers({ instanceId, frame }: FrameReference, reader: string): Answers {
    const rows = this.#rows({ instanceId, frame }).filter((row) => row.reader === reader);
    return Object.fromEntries(rows.map((row) => [row.questionId, parsedAnswer(row)]));
  }

  /** All readers' answers of a frame, each with its question as it was asked. */
  asked(at: FrameReference): AskedAnswer[] {
    return this.#rows(at).flatMap((row) => {
      const question = this.#version(row.formVersion).questions.find(
        ({ id }) => id === row.questionId,
      );
      return question ? [{ reader: row.reader, question, answer: parsedAnswer(row) }] : [];
    });
  }

  /**
   * Keeps an answer, or with null takes it back. Durable when it returns.
   * @throws AppError `bad-input` for a question or an answer that the form does not have, or for an
   * unknown frame; `not-found` for an unknown instance.
   */
  answer(at: FrameReference, reader: string, questionId: string, given: Answer | null): Answers {
    requireFrame(this.#instances.get(at.instanceId), at.frame);
    const { version, questions } = this.current();
    const question = questions.find(({ id }) => id === questionId);
    if (!question || (given !== null && !fits(question, given))) {
      throw new AppError('bad-input', 'The form has no such question or answer. Open it again.');
    }
    return this.#database.transaction(() => {
      this.#keep(at, reader, questionId, { given, version });
      this.#audit.append({
        actor: `reader ${reader}`,
        action: 'reading.answered',
        subject: at.instanceId,
        facts: {
          ...{ frame: at.frame, question: questionId, formVersion: version },
          // A text may name somebody.
          answer: question.kind === 'text' && given !== null ? 'text' : given,
        },
      });
      return this.answers(at, reader);
    });
  }

  #keep(
    { instanceId, frame }: FrameReference,
    reader: string,
    questionId: string,
    { given, version }: { given: Answer | null; version: number },
  ): void {
    const key = [instanceId, frame, reader, questionId];
    if (given === null) {
      this.#database.run(
        `DELETE FROM reading_answers
         WHERE instance_id = ? AND frame = ? AND reader = ? AND question_id = ?`,
        key,
      );
      return;
    }
    this.#database.run(
      `INSERT OR REPLACE INTO reading_answers (instance_id, frame, reader, question_id, answer,
         form_version, answered_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [...key, JSON.stringify(given), version, this.#now()],
    );
  }

  #rows({ instanceId, frame }: FrameReference): z.infer<typeof answerRow>[] {
    return this.#database.all(
      answerRow,
      `SELECT reader, question_id AS questionId, answer, form_version AS formVersion
       FROM reading_answers WHERE instance_id = ? AND frame = ? ORDER BY reader, question_id`,
      [instanceId, frame],
    );
  }

  #version(version: number): Form {
    const row = this.#database.get(
      formRow,
      'SELECT version, questions FROM forms WHERE version = ?',
      [version],
    );
    return row ? parsedForm(row) : firstForm;
  }
}

function parsedForm({ version, questions }: z.infer<typeof formRow>): Form {
  return { version, questions: parsed(questionsSchema, questions) };
}

function parsedAnswer({ answer }: { answer: string }): Answer {
  return parsed(answerSchema, answer);
}

function parsed<Value>(schema: z.ZodType<Value>, text: string): Value {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError(
      'library-damaged',
      'A form or an answer was altered in the database. Run "limen verify" on the library.',
      { cause },
    );
  }
}
