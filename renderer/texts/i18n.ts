import i18next, { type PostProcessorModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../shared/domain.js';
import { reading as englishReading } from '../annotation/texts/en.js';
import { reading as chineseReading } from '../annotation/texts/zh-CN.js';
import { blinded as englishBlinded } from './en/blinded.js';
import { common as englishCommon } from './en/common.js';
import { comparison as englishComparison } from './en/comparison.js';
import { curation as englishCuration } from './en/curation.js';
import { exporting as englishExport } from './en/export.js';
import { importing as englishImporting } from './en/importing.js';
import { library as englishLibrary } from './en/library.js';
import { models as englishModels } from './en/models.js';
import { setRun as englishSetRun } from './en/set-run.js';
import { settings as englishSettings } from './en/settings.js';
import { review as englishReview } from './en/review.js';
import { worklist as englishWorklist } from './en/worklist.js';
import { snapshots as englishSnapshots } from './en/snapshots.js';
import { blinded as chineseBlinded } from './zh-CN/blinded.js';
import { common as chineseCommon } from './zh-CN/common.js';
import { comparison as chineseComparison } from './zh-CN/comparison.js';
import { curation as chineseCuration } from './zh-CN/curation.js';
import { exporting as chineseExport } from './zh-CN/export.js';
import { importing as chineseImporting } from './zh-CN/importing.js';
import { library as chineseLibrary } from './zh-CN/library.js';
import { models as chineseModels } from './zh-CN/models.js';
import { setRun as chineseSetRun } from './zh-CN/set-run.js';
import { settings as chineseSettings } from './zh-CN/settings.js';
import { review as chineseReview } from './zh-CN/review.js';
import { worklist as chineseWorklist } from './zh-CN/worklist.js';
import { snapshots as chineseSnapshots } from './zh-CN/snapshots.js';

/** All texts of the app, by language and namespace. */

export type Language = Settings['language'];

export const english = {
  common: englishCommon,
  library: englishLibrary,
  curation: englishCuration,
  reading: englishReading,
  export: englishExport,
  importing: englishImporting,
  snapshots: englishSnapshots,
  settings: englishSettings,
  models: englishModels,
  comparison: englishComparison,
  blinded: englishBlinded,
  setRun: englishSetRun,
  worklist: englishWorklist,
  review: englishReview,
};

export const chinese = {
  common: chineseCommon,
  library: chineseLibrary,
  curation: chineseCuration,
  reading: chineseReading,
  export: chineseExport,
  importing: chineseImporting,
  snapshots: chineseSnapshots,
  settings: chineseSettings,
  models: chineseModels,
  comparison: chineseComparison,
  blinded: chineseBlinded,
  setRun: chineseSetRun,
  worklist: chineseWorklist,
  review: chineseReview,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    // English is complete, so a key which it lacks does not compile.
    resources: typeof english;
  }
}

/** Keeps a number and its sign in one line: `12.6 %` broke before the sign. */
const unbroken: PostProcessorModule = {
  type: 'postProcessor',
  name: 'unbroken',
  process: (text: string) => text.replaceAll(/(?<=\d) (?=%)/g, '\u00a0'),
};

export async function startTexts(language: Language): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(unbroken)
    .init({
      lng: language,
      fallbackLng: 'en',
      defaultNS: 'common',
      ns: Object.keys(english),
      resources: { en: english, 'zh-CN': chinese },
      showSupportNotice: false,
      postProcess: [unbroken.name],
      // React escapes what it shows.
      interpolation: { escapeValue: false },
    });
  document.documentElement.lang = language;
}

export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
