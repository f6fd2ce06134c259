import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { chinese, english } from '../../../renderer/texts/i18n.js';
import { errorTexts } from '../../../renderer/texts/error-texts.js';
import { ApiError } from '../../../renderer/api.js';
import { errorCodes } from '../../../shared/errors.js';

interface Texts {
  [key: string]: string | Texts;
}

function flatten(texts: Texts, path: string[] = []): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const at = [...path, key];
    if (typeof value === 'string') flat.set(at.join('.'), value);
    else for (const [inner, text] of flatten(value, at)) flat.set(inner, text);
  }
  return flat;
}

/** A key without the plural form: Chinese has one form where English has two. */
const withoutPlural = (key: string): string => key.replace(/_(one|other)$/, '');
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'texts' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

const renderer = join(import.meta.dirname, '../../../renderer');
const source = [
  ...sources(renderer),
  ...readdirSync(join(renderer, 'texts'))
    .filter((name) => name.endsWith('-texts.ts'))
    .map((name) => readFileSync(join(renderer, 'texts', name), 'utf8')),
].join('\n');

/** Whether the source names the key, as a literal or as a template with its changing parts. */
function isUsed(key: string): boolean {
  const inKey = (part: string): string => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const segments = key.split('.').map((part) => String.raw`(?:${inKey(part)}|\$\{[^}]+\})`);
  return new RegExp(`['"\`](?:\\w+:)?${segments.join(String.raw`\.`)}['"\`]`).test(source);
}

describe.each(Object.keys(english) as (keyof typeof english)[])('texts of %s', (namespace) => {
  const inEnglish = flatten(english[namespace]);
  const inChinese = flatten(chinese[namespace]);

  test('both languages have the same keys', () => {
    const keys = (texts: Map<string, string>) =>
      [...new Set([...texts.keys()].map(withoutPlural))].sort();
    expect(keys(inChinese)).toEqual(keys(inEnglish));
  });

  test('a key of several forms has all that its language knows', () => {
    for (const key of inEnglish.keys()) {
      if (withoutPlural(key) === key) continue;
      expect(inEnglish.has(`${withoutPlural(key)}_one`), key).toBe(true);
      expect(inEnglish.has(`${withoutPlural(key)}_other`), key).toBe(true);
      expect(inChinese.has(`${withoutPlural(key)}_other`), key).toBe(true);
    }
  });

  test('both languages fill in the same values, and no text is empty', () => {
    for (const [key, text] of inChinese) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(text), key).toEqual(placeholders(inEnglish.get(key) ?? ''));
    }
    for (const [key, text] of inEnglish) expect(text.trim(), key).not.toBe('');
  });

  test('every key is used', () => {
    const unused = [...inEnglish.keys()].map(withoutPlural).filter((key) => !isUsed(key));
    expect([...new Set(unused)]).toEqual([]);
  });
});

describe('texts that are shown', () => {
  beforeAll(async () => {
    // Node has no document; its language is all that is set on it.
    vi.stubGlobal('document', { documentElement: { lang: '' } });
    const { startTexts } = await import('../../../renderer/texts/i18n.js');
    await startTexts('en');
  });

  test.each(['en', 'zh-CN'])('every code says what happened and what to do in %s', async (lng) => {
    await i18next.changeLanguage(lng);
    for (const code of errorCodes) {
      const shown = errorTexts(new ApiError(code, 'The file a.png is empty.'), i18next.t);
      expect(shown.what, code).not.toContain('errors.');
      expect(shown.remedy, code).not.toContain('errors.');
      expect(shown.detail).toBe('The file a.png is empty.');
    }
  });

  test('a number and its sign stay in one line', async () => {
    await i18next.changeLanguage('zh-CN');
    const area = i18next.t('reading:segments.area', { area: '10', percent: '12.6' });
    expect(area).toContain('12.6\u00a0%');
  });

  test('anything else that is thrown counts as internal', () => {
    expect(errorTexts(new TypeError('x is undefined'), i18next.t).code).toBe('internal');
    expect(errorTexts('no error at all', i18next.t).detail).toBe('no error at all');
  });
});
