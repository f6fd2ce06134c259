import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Folder of the checkout. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** The project's cache folder, outside the checkout so that every clone on the machine shares it. */
export function cacheRoot() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'limen');
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) {
    return join(process.env.LOCALAPPDATA, 'limen', 'cache');
  }
  return join(homedir(), '.cache', 'limen');
}
