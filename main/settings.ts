import { join } from 'node:path';
import { settings as settingsSchema, type Settings } from '../shared/domain.js';
import { readJsonFile, writeJsonFile } from './json-file.js';

/** What a reader can choose; one file in the user's profile, shared by all libraries. */
export interface SettingsStore {
  get(): Settings;
  /** Keeps the change and answers the whole. @throws AppError `disk-full` or `write-failed`. */
  set(change: SettingsChange): Promise<Settings>;
}

/** As the contract's schema answers it: a key that is left alone may be there, undefined. */
export type SettingsChange = { [Key in keyof Settings]?: Settings[Key] | undefined };

/** @param locale of the system, as BCP 47: decides the first language */
export function defaultSettings(locale: string): Settings {
  return {
    language: locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
    theme: 'dark',
    device: 'auto',
    reader: 'reader-1',
    textSize: 1,
    findArtefacts: false,
    proposalStyle: 'outline',
    proposalOpacity: 0.35,
    brushRadiusPx: 12,
    strokeSmoothingPx: 0,
    keys: {},
    comparison: { panes: null, arrangement: 'grid', view: 'outline', linked: true },
    worklist: { policy: 'unread', seed: 1 },
  };
}

/** Opens settings.json of a folder; what a file of an older version lacks has its default. */
export async function openSettings(folder: string, locale: string): Promise<SettingsStore> {
  const path = join(folder, 'settings.json');
  const stored = await readJsonFile(path, settingsSchema.partial());
  let current = settingsSchema.parse({ ...defaultSettings(locale), ...stored });
  let writing: Promise<unknown> = Promise.resolve();
  return {
    get: () => current,
    set: (change) => {
      const written = writing.then(async () => {
        const given = Object.entries(change).filter(([, value]) => value !== undefined);
        const next = settingsSchema.parse({ ...current, ...Object.fromEntries(given) });
        await writeJsonFile(path, next);
        current = next;
        return next;
      });
      // One write after the other; the next one starts whether or not this one succeeds.
      writing = written.catch(() => undefined);
      return written;
    },
  };
}
