import type { Question } from '../../shared/form.js';

/** An id for a new question or option, from its words where these are Latin letters. */
export function freshId(words: string, taken: readonly string[], fallback: string): string {
  const stem =
    words
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 36) || fallback;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${String(number)}`;
    if (!taken.includes(id)) return id;
  }
}

/**
 * Options as a curator wrote them, one a line. An option whose words are as they were keeps its id,
 * so that answers given so far stay what they are.
 */
export function optionsOf(
  lines: string,
  before: Question['options'],
  textOf: (option: Question['options'][number]) => string,
): Question['options'] {
  const options: Question['options'] = [];
  for (const words of lines.split('\n').map((line) => line.trim().slice(0, 80))) {
    if (words === '' || options.some((option) => textOf(option) === words)) continue;
    const known = before.find((option) => textOf(option) === words);
    const taken = [...before, ...options].map(({ id }) => id);
    options.push(known ?? { id: freshId(words, taken, 'option'), label: words });
  }
  return options.slice(0, 40);
}
