import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, openSettings } from '../../main/settings.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-settings-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['zh-CN', 'zh-CN'],
  ['zh-Hant-TW', 'zh-CN'],
  ['de-DE', 'en'],
])('a system in %s starts in %s', (locale, language) => {
  expect(defaultSettings(locale).language).toBe(language);
});

test('what was set is there after the next start', async () => {
  const store = await openSettings(folder, 'en-US');
  await store.set({ theme: 'light' });
  await store.set({ reader: 'reader-2' });
  const again = await openSettings(folder, 'zh-CN');
  expect(again.get()).toEqual({ ...defaultSettings('en'), theme: 'light', reader: 'reader-2' });
});

test('changes made at the same time are all kept', async () => {
  const store = await openSettings(folder, 'en');
  await Promise.all([store.set({ theme: 'light' }), store.set({ device: 'cpu' })]);
  expect((await openSettings(folder, 'en')).get()).toMatchObject({ theme: 'light', device: 'cpu' });
});

test('a setting that an older version did not write has its default', async () => {
  await writeFile(join(folder, 'settings.json'), '{"theme":"light"}');
  const store = await openSettings(folder, 'en');
  expect(store.get()).toEqual({ ...defaultSettings('en'), theme: 'light' });
});

test('a damaged file is put aside, not overwritten', async () => {
  await writeFile(join(folder, 'settings.json'), '{"theme":');
  const store = await openSettings(folder, 'en');
  expect(store.get()).toEqual(defaultSettings('en'));
  expect(await readdir(folder)).toEqual(['settings.json.damaged']);
  expect(await readFile(join(folder, 'settings.json.damaged'), 'utf8')).toBe('{"theme":');
});

test('a change that cannot be written is not taken over', async () => {
  const store = await openSettings(folder, 'en');
  await rm(folder, { recursive: true });
  await expect(store.set({ theme: 'light' })).rejects.toThrow(/could not be written/);
  expect(store.get().theme).toBe('dark');
});
