import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { modelWords } from '../../../renderer/texts/model-words.js';
import { modelWords as chinese } from '../../../renderer/texts/zh-CN/model-words.js';

const models = resolve(import.meta.dirname, '../../../models');

async function shippedWords(): Promise<string[]> {
  const entries = await readdir(models, { recursive: true });
  const manifests = entries.filter((entry) => /^[^/\\]+[/\\]model\.json$/.test(entry));
  const words = new Set<string>();
  for (const manifest of manifests) {
    const found = JSON.parse(await readFile(join(models, manifest), 'utf8')) as Record<
      string,
      string
    >;
    for (const key of ['description', 'intended_use', 'trained_on', 'metrics_definition']) {
      words.add(found[key] ?? `${manifest} has no ${key}`);
    }
  }
  return [...words];
}

test('whatever a shipped model says of itself is known in Chinese, and nothing else is', async () => {
  expect(Object.keys(chinese).toSorted()).toEqual((await shippedWords()).toSorted());
  for (const words of Object.values(chinese)) expect(words).toMatch(/\p{Script=Han}/u);
});

test('an added model speaks as it was written', () => {
  expect(modelWords('Made elsewhere.', 'zh-CN')).toBe('Made elsewhere.');
  for (const words of Object.keys(chinese)) expect(modelWords(words, 'en')).toBe(words);
});
