import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Cache } from '../../../main/store/cache.js';
import { temporaryFolder } from './support.js';

function key(instanceId: string) {
  return { instanceId, frame: 0, kind: 'rendition' };
}

describe('cache', () => {
  test('makes a file once, for all who ask at the same time', async () => {
    const folder = await temporaryFolder();
    const cache = new Cache(folder);
    let made = 0;
    const make = async (path: string): Promise<void> => {
      made += 1;
      await writeFile(path, 'pixels');
    };
    const paths = await Promise.all([cache.obtain(key('a'), make), cache.obtain(key('a'), make)]);
    expect(new Set(paths).size).toBe(1);
    await cache.obtain(key('a'), make);
    expect(made).toBe(1);
    expect((await stat(paths[0])).mode & 0o777).toBe(0o600);
  });

  test('asks again after a failure', async () => {
    const cache = new Cache(await temporaryFolder());
    const failing = cache.obtain(key('a'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    const path = await cache.obtain(key('a'), (output) => writeFile(output, 'x'));
    expect((await stat(path)).size).toBe(1);
  });

  test('removes the longest unused beyond its budget, not what was just made', async () => {
    const folder = await temporaryFolder();
    const cache = new Cache(folder, 25);
    const make = (path: string): Promise<void> => writeFile(path, '0123456789');
    await writeFile(join(folder, 'a-0-rendition'), '0123456789');
    await writeFile(join(folder, 'b-0-rendition'), '0123456789');
    await utimes(join(folder, 'a-0-rendition'), 100, 100);
    await utimes(join(folder, 'b-0-rendition'), 200, 200);
    await cache.obtain(key('a'), make);
    let made = 0;
    // The folder is looked through while others go on; from then on the budget is kept.
    await vi.waitFor(async () => {
      await cache.obtain(key('a'), make);
      await cache.obtain(key(`c${String((made += 1))}`), make);
      expect(await readdir(folder)).toHaveLength(2);
    });
    const newest = `c${String(made)}-0-rendition`;
    expect((await readdir(folder)).sort()).toEqual(['a-0-rendition', newest]);
    expect([await cache.has(key('a')), await cache.has(key('b'))]).toEqual([true, false]);
    await cache.obtain(key('d'), (path) => writeFile(path, '0'.repeat(100)));
    expect(await readdir(folder)).toEqual(['d-0-rendition']);
  });
});
