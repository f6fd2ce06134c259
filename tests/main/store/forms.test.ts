import { expect, test } from 'vitest';
import { firstForm, type Question } from '../../../shared/form.js';
import { insertInstance, openForTest, temporaryFolder } from './support.js';

const remarks: Question = { id: 'remarks', kind: 'text', label: 'Remarks', options: [] };
const size: Question = { id: 'size', kind: 'number', label: 'Size', options: [] };

test('a library begins with diagnosis, site and quality, and keeps every version', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(folder);
  expect(library.forms.current()).toEqual(firstForm);
  const at = { instanceId: insertInstance(library).id, frame: 0 };
  library.forms.answer(at, 'a', 'diagnosis', 'nevus');
  expect(library.forms.change([remarks, size])).toEqual({ version: 1, questions: [remarks, size] });
  library.forms.answer(at, 'a', 'size', 4.5);
  library.forms.answer(at, 'b', 'remarks', 'shiny');
  library.close();

  const again = await openForTest(folder);
  expect(again.forms.current().version).toBe(1);
  expect(again.forms.answers(at, 'a')).toEqual({ diagnosis: 'nevus', size: 4.5 });
  // Each with the question as it was asked, although the form has it no more.
  expect(again.forms.asked(at).map(({ reader, question }) => [reader, question])).toEqual([
    ['a', firstForm.questions[0]],
    ['a', size],
    ['b', remarks],
  ]);
  expect(again.forms.answer(at, 'a', 'size', null)).toEqual({ diagnosis: 'nevus' });
  expect(() => {
    again.database.exec('DELETE FROM forms');
  }).toThrow(/never deleted/);
});

test('refuses an answer that the form does not have', async () => {
  const library = await openForTest(await temporaryFolder());
  const at = { instanceId: insertInstance(library).id, frame: 0 };
  library.forms.change([...firstForm.questions, size]);
  for (const [question, answer] of [
    ['diagnosis', 'good'],
    ['diagnosis', 3],
    ['size', 'large'],
    ['colour', 'red'],
  ] as const) {
    expect(() => library.forms.answer(at, 'a', question, answer)).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  }
  expect(library.forms.answers(at, 'a')).toEqual({});
});
