import { expect, test } from 'vitest';
import { reading as english } from '../../../renderer/annotation/texts/en.js';
import { reading as chinese } from '../../../renderer/annotation/texts/zh-CN.js';

function leaves(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries<unknown>({ ...node })) {
    const path = `${prefix}${key}`;
    if (typeof value === 'string') found.set(path, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, text] of leaves(value, `${path}.`)) found.set(inner, text);
    }
  }
  return found;
}

const placeholders = (text: string): string[] => [...(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

test('both languages have the same texts with the same placeholders', () => {
  const [a, b] = [leaves(english), leaves(chinese)];
  expect([...b.keys()].sort()).toEqual([...a.keys()].sort());
  for (const [path, text] of a) {
    expect({ path, has: placeholders(b.get(path) ?? '') }).toEqual({
      path,
      has: placeholders(text),
    });
  }
});
