import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.js';
import { replaceFile, writeSteps } from '../../../main/store/atomic-write.js';
import { Blobs, hashFile } from '../../../main/store/blobs.js';
import { temporaryFolder } from './support.js';

const bytes = new TextEncoder().encode('bytes of a picture');

async function emptyBlobs(): Promise<{ folder: string; blobs: Blobs }> {
  const folder = join(await temporaryFolder(), 'blobs');
  await mkdir(folder);
  return { folder, blobs: new Blobs(folder) };
}

describe('stored files', () => {
  test('are named by their hash, kept once, and for the owner alone', async () => {
    const { folder, blobs } = await emptyBlobs();
    const sha256 = await blobs.storeBytes(bytes);
    expect(await blobs.storeBytes(bytes)).toBe(sha256);
    expect(await blobs.list()).toEqual([`${sha256.slice(0, 2)}/${sha256}`]);
    expect(blobs.path(sha256)).toBe(join(folder, sha256.slice(0, 2), sha256));
    expect((await stat(blobs.path(sha256))).mode & 0o777).toBe(0o600);
    expect(await blobs.read(sha256)).toEqual(bytes);
    expect(await hashFile(blobs.path(sha256))).toEqual({ sha256, bytes: bytes.length });
    expect(await blobs.verifiedPath(sha256)).toBe(blobs.path(sha256));
  });

  test('are refused when missing or altered, and healed by storing them again', async () => {
    const { blobs } = await emptyBlobs();
    const sha256 = await blobs.storeBytes(bytes);
    await writeFile(blobs.path(sha256), 'bytes of another');
    const damaged = { code: 'library-damaged' };
    await expect(blobs.read(sha256)).rejects.toMatchObject(damaged);
    await expect(blobs.verifiedPath(sha256)).rejects.toMatchObject(damaged);
    await expect(blobs.read('0'.repeat(64))).rejects.toMatchObject(damaged);
    await blobs.storeBytes(bytes);
    expect(await blobs.read(sha256)).toEqual(bytes);
  });

  test('adopts a file beside under the name of its hash', async () => {
    const { folder, blobs } = await emptyBlobs();
    const temporary = blobs.temporary();
    await writeFile(temporary, bytes);
    const { sha256 } = await hashFile(temporary);
    await blobs.adopt([{ temporary, sha256 }]);
    expect(await blobs.read(sha256)).toEqual(bytes);
    expect(await blobs.list()).toEqual([`${sha256.slice(0, 2)}/${sha256}`]);
    expect(await readdir(folder)).toEqual([sha256.slice(0, 2)]);
    await expect(blobs.adopt([{ temporary, sha256 }])).rejects.toMatchObject({
      code: 'write-failed',
    });
  });

  test('are adopted into folders made at once for many', async () => {
    const { folder, blobs } = await emptyBlobs();
    await blobs.makeFolders();
    expect(await readdir(folder)).toHaveLength(256);
    const temporary = blobs.temporary();
    await writeFile(temporary, bytes);
    const { sha256 } = await hashFile(temporary);
    await blobs.adopt([{ temporary, sha256 }]);
    expect(await blobs.read(sha256)).toEqual(bytes);
  });
});

describe('a write that fails', () => {
  test.each(writeSteps)(
    'at %s leaves the old bytes or the new, and no other file',
    async (step) => {
      const folder = await temporaryFolder();
      const path = join(folder, 'file');
      await writeFile(path, 'old');
      const failing = replaceFile(
        path,
        (file) => file.writeFile('new'),
        () => Promise.resolve(),
        {
          beforeStep: (reached) => {
            if (reached === step) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          },
        },
      );
      await expect(failing).rejects.toMatchObject({ code: 'disk-full' });
      const renamed = step === 'sync-folder';
      expect(await readFile(path, 'utf8')).toBe(renamed ? 'new' : 'old');
      expect(await readdir(folder)).toEqual(['file']);
    },
  );

  test('keeps the old bytes when what was written reads differently', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await writeFile(path, 'old');
    const failing = replaceFile(
      path,
      (file) => file.writeFile('new'),
      () => Promise.reject(new AppError('write-failed', 'differs')),
    );
    await expect(failing).rejects.toThrow('differs');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['file']);
  });
});
