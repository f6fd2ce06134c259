import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { printableName, readEntryPath } from '../../../../main/worker/unpack/entry-path.js';
import { unpack } from '../../../../main/worker/unpack/job.js';
import { usualLimits } from '../../../../main/worker/unpack/unpack-target.js';
import { regularFile, symbolicLink, tarOf, zipOf } from './archives.js';

const text = Buffer.from('some bytes of a picture');

/** A folder with the archive, and in it the folder to unpack into; nothing else may appear. */
async function place(bytes: Buffer): Promise<{ outside: string; path: string; folder: string }> {
  const outside = await mkdtemp(join(tmpdir(), 'limen-unpack-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'a', 'b', 'inside');
  await mkdir(folder, { recursive: true });
  const path = join(outside, 'archive');
  await writeFile(path, bytes);
  return { outside, path, folder };
}

async function unpacked(bytes: Buffer, limits = usualLimits) {
  const { outside, path, folder } = await place(bytes);
  const result = await unpack({ path, folder }, limits);
  const everything = await readdir(outside, { recursive: true });
  const inside = join('a', 'b', 'inside');
  expect(everything.filter((name) => !name.startsWith(inside)).sort()).toEqual([
    'a',
    join('a', 'b'),
    'archive',
  ]);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return { ...result, names: files.sort(), folder };
}

const hostileNames = [
  '../evil.png',
  'a/../../evil.png',
  '..\\..\\evil.png',
  '/tmp/evil.png',
  '\\evil.png',
  'C:/evil.png',
  'c:evil.png',
  'con.png',
  'a/LPT1',
  'a/ends. /b.png',
  'a/trailing.',
  'stream.png:hidden',
  'new\nline.png',
];

describe('names of entries', () => {
  test.each(hostileNames)('%j is refused', (name) => {
    expect(readEntryPath(name)).toHaveProperty('refusal');
  });

  test('NUL, no name, too long and too deep are refused', () => {
    for (const name of ['a\0.png', '', './', 'x'.repeat(300), 'd/'.repeat(40) + 'a.png']) {
      expect(readEntryPath(name)).toHaveProperty('refusal');
    }
  });

  test('ordinary names keep their folders', () => {
    expect(readEntryPath('./set/images//ISIC_0000001.jpg')).toEqual({
      parts: ['set', 'images', 'ISIC_0000001.jpg'],
    });
    expect(readEntryPath('图像\\照片 1.png')).toEqual({ parts: ['图像', '照片 1.png'] });
  });

  test('whatever the name, no part of it leads upwards or is printed raw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        const path = readEntryPath(name);
        const parts = 'parts' in path ? path.parts : [];
        expect(parts.some((part) => ['', '.', '..'].includes(part))).toBe(false);
        expect(parts.join('')).not.toMatch(/[\\/:\0]/);
        expect(printableName(name)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('a zip archive', () => {
  test('is unpacked with its folders', async () => {
    const zip = zipOf([
      { name: 'images/', bytes: Buffer.alloc(0) },
      { name: 'images/a.png', bytes: text },
      { name: 'b.png', bytes: text, mode: 0 },
    ]);
    const { names, files, refused, folder } = await unpacked(zip);
    expect({ names, files, refused }).toEqual({
      names: ['b.png', 'images/a.png'],
      files: 2,
      refused: [],
    });
    expect(await readFile(join(folder, 'b.png'))).toEqual(text);
  });

  test('writes nothing of hostile names, links and locked entries, and goes on', async () => {
    const zip = zipOf([
      ...hostileNames.map((name) => ({ name, bytes: text })),
      { name: 'link', bytes: Buffer.from('/etc/passwd'), mode: symbolicLink },
      { name: 'link/evil.png', bytes: text },
      { name: 'locked.png', bytes: text, flags: 0x801 },
      { name: 'good.png', bytes: text },
      { name: 'good.png', bytes: text },
    ]);
    const { names, refused } = await unpacked(zip);
    expect(names).toEqual(['good.png', 'link/evil.png']);
    expect(refused).toHaveLength(hostileNames.length + 3);
    expect(refused.map(({ name }) => name)).toContain('../evil.png');
    expect(refused.map(({ name }) => name)).toContain('new�line.png');
    expect(refused.find(({ name }) => name === 'good.png')?.reason).toMatch(/same name/);
  });

  test('holds no other archive', async () => {
    const inner = zipOf([{ name: 'a.png', bytes: text }]);
    const { names, refused } = await unpacked(
      zipOf([
        { name: 'inner.zip', bytes: inner },
        { name: 'picture.png', bytes: gzipSync(tarOf([{ name: 'a', bytes: text }])) },
        { name: 'inner.tar', bytes: tarOf([{ name: 'a', bytes: text }]) },
      ]),
    );
    expect(names).toEqual([]);
    expect(refused.map(({ reason }) => /archive inside/.test(reason))).toEqual([true, true, true]);
  });

  test.each([
    ['one large entry', [{ name: 'zeros.png', bytes: Buffer.alloc(900_000) }]],
    [
      'many that are large together',
      Array.from({ length: 9 }, (_, index) => ({
        name: `zeros-${String(index)}.png`,
        bytes: Buffer.alloc(100_000),
      })),
    ],
  ])('that is a bomb of %s is refused with the entry named', async (_what, entries) => {
    const limits = { ...usualLimits, ratioFromBytes: 500_000, ratio: 20 };
    await expect(unpacked(zipOf(entries), limits)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/its entry zeros/) as string,
    });
  });

  test('is bounded in entries and bytes', async () => {
    const entries = ['a', 'b', 'c'].map((name) => ({ name, bytes: text }));
    for (const limits of [{ entries: 2 }, { entryBytes: 10 }, { totalBytes: 50 }]) {
      await expect(unpacked(zipOf(entries), { ...usualLimits, ...limits })).rejects.toMatchObject({
        code: 'too-large',
      });
    }
  });

  test('that lies about sizes or checksums, or is cut short, is damaged', async () => {
    const lies = [{ size: 5 }, { size: 50_000 }, { crc: 1 }];
    for (const stated of lies) {
      const zip = zipOf([{ name: 'a.png', bytes: text, mode: regularFile, stated }]);
      await expect(unpacked(zip)).rejects.toMatchObject({ code: 'unreadable-file' });
    }
    const { path, folder } = await place(zipOf([{ name: 'a.png', bytes: text }]));
    await truncate(path, 60);
    await expect(unpack({ path, folder })).rejects.toMatchObject({ code: 'unreadable-file' });
  });
});

describe('a tar archive', () => {
  const many = Array.from({ length: 40 }, (_, index) => ({
    name: `set/picture-${String(index)}.png`,
    bytes: Buffer.alloc(90_000 + index, index + 1),
  }));

  test.each([
    ['plain', tarOf(many)],
    ['compressed', gzipSync(tarOf(many))],
  ])('that is %s is unpacked', async (_what, bytes) => {
    const { names, files, refused, folder } = await unpacked(bytes);
    expect({ files, refused }).toEqual({ files: 40, refused: [] });
    expect(names).toHaveLength(40);
    expect(await readFile(join(folder, 'set/picture-7.png'))).toEqual(many[7]?.bytes);
  });

  test('writes nothing through links, devices and hostile names', async () => {
    const tar = tarOf([
      { name: 'link', type: '2', link: '/tmp' },
      { name: 'link/evil.png', bytes: text },
      { name: 'hard', type: '1', link: '../../secret' },
      { name: 'device', type: '3' },
      { name: 'pipe', type: '6' },
      { name: '../../evil.png', bytes: text },
      { name: '/evil.png', bytes: text },
      { name: 'folder/', type: '5' },
      { name: 'good.png', bytes: text },
    ]);
    const { names, refused } = await unpacked(tar);
    expect(names).toEqual(['good.png', 'link/evil.png']);
    expect(refused.map(({ name }) => name).sort()).toEqual(
      ['../../evil.png', '/evil.png', 'device', 'hard', 'link', 'pipe'].sort(),
    );
  });

  test('that is a bomb, damaged, or something else is refused', async () => {
    const bomb = gzipSync(tarOf([{ name: 'zeros.png', bytes: Buffer.alloc(3_000_000) }]));
    const limits = { ...usualLimits, ratioFromBytes: 500_000 };
    await expect(unpacked(bomb, limits)).rejects.toMatchObject({ code: 'too-large' });
    const cut = tarOf(many).subarray(0, 400_000);
    await expect(unpacked(cut)).rejects.toMatchObject({ code: 'unreadable-file' });
    const flipped = tarOf(many);
    flipped[10] = 0x99;
    await expect(unpacked(flipped)).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(unpacked(gzipSync(text))).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(unpacked(text)).rejects.toMatchObject({ code: 'unsupported-format' });
  });
});
