import { modelWords as chinese } from './zh-CN/model-words.js';

/** What a model says of itself, in the language shown where it is known there. */
export function modelWords(words: string, language: string): string {
  return language === 'zh-CN' ? (chinese[words] ?? words) : words;
}
