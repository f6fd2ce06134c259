import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../main/cli/command.js';
import { run as exportCommand } from '../../../main/cli/export.js';
import { run as importCommand } from '../../../main/cli/import.js';
import { run as verifyCommand } from '../../../main/cli/verify.js';
import { openLibrary } from '../../../main/store/open-library.js';
import {
  lesion,
  openForTest,
  recordingIo,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

function parsed(lines: readonly string[]): unknown[] {
  return lines.map((line): unknown => JSON.parse(line));
}

describe('limen import, export and verify', () => {
  test('work one after the other on a library', async () => {
    const folder = await temporaryFolder();
    const [library, inbox, output] = ['library', 'inbox', 'out'].map((name) => join(folder, name));
    if (library === undefined || inbox === undefined || output === undefined) throw new Error();
    await mkdir(inbox);
    await writeNoisePng(join(inbox, 'a.png'), 1);
    await writeFile(join(inbox, 'notes.txt'), 'notes');

    const first = recordingIo();
    expect(await importCommand(['--library', library, '--json', inbox], first.io)).toBe(1);
    expect(parsed(first.printed)).toMatchObject([
      { file: 'a.png', width: 40, height: 30, frames: 1 },
      { file: 'notes.txt', error: { code: 'unsupported-format' } },
      { state: 'finished', imported: 1, duplicates: 0, refused: 1 },
    ]);
    const tried = recordingIo();
    const table = join(folder, 'index.csv');
    await writeFile(table, 'name,who\na,p1\nb,p2\n');
    const mapped = ['--metadata', table, '--column', 'picture=name', '--column', 'patient=who'];
    const dryRun = ['--library', library, ...mapped, '--dry-run', '--json', inbox];
    expect(await importCommand(dryRun, tried.io)).toBe(1);
    expect(parsed(tried.printed).at(-1)).toMatchObject({
      imported: 0,
      duplicates: 1,
      unusedRows: 1,
      dryRun: true,
    });
    expect(tried.noted[0]).toBe('metadata: picture=name, patient=who');
    await rm(join(inbox, 'notes.txt'));
    const again = recordingIo();
    expect(await importCommand(['--library', library, inbox], again.io)).toBe(0);
    expect(again.printed).toEqual(['finished: 0 imported, 1 already there, 0 masks, 0 refused']);

    const opened = await openForTest(library);
    const [instanceId = ''] = opened.instances.ids();
    const changes = lesion(rectangle(0, 0, 4, 4));
    opened.journal.append(
      { instanceId, frame: 0, kind: 'stroke', changes, fromRevisionId: null },
      'reader',
    );
    opened.close();

    const exported = recordingIo();
    const command = ['--library', library, '--output', output, '--reader', 'r', '--json'];
    expect(await exportCommand(command, exported.io)).toBe(0);
    expect(parsed(exported.printed)).toMatchObject([{ samples: 1, files: 3, heldBack: 0 }]);
    expect((await readdir(output)).sort()).toEqual([
      'images',
      'manifest.json',
      'masks',
      'receipt.json',
    ]);
    await expect(exportCommand(command, exported.io)).rejects.toMatchObject({ code: 'bad-input' });

    const sound = recordingIo();
    expect(await verifyCommand(['--library', library, '--json'], sound.io)).toBe(0);
    expect(parsed(sound.printed)).toEqual([{ errors: 0, notes: 0 }]);
    const damaged = await openLibrary(library);
    await damaged.blobs.remove(damaged.instances.get(instanceId).sha256);
    damaged.close();
    const broken = recordingIo();
    expect(await verifyCommand(['--library', library, '--json'], broken.io)).toBe(1);
    expect(parsed(broken.printed)).toMatchObject([
      { severity: 'error', kind: 'file-missing' },
      { errors: 1, notes: 0 },
    ]);
    for (const { noted } of [again, exported, sound, broken]) {
      expect(noted.join('\n')).not.toContain('a.png');
    }
  });

  test('say what is missing and make nothing by mistake', async () => {
    const folder = join(await temporaryFolder(), 'absent');
    const { io } = recordingIo();
    await expect(importCommand(['x'], io)).rejects.toThrow(UsageError);
    await expect(importCommand(['--library', folder], io)).rejects.toThrow(UsageError);
    for (const wrong of [
      ['--column', 'patient=p'],
      ['--licence', 'CC0'],
    ]) {
      const command = ['--library', folder, ...wrong, 'x'];
      await expect(importCommand(command, io)).rejects.toThrow(UsageError);
    }
    await expect(exportCommand(['--library', folder], io)).rejects.toThrow(UsageError);
    await expect(verifyCommand(['--library', folder, 'x'], io)).rejects.toThrow(UsageError);
    await expect(verifyCommand(['--library', folder], io)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      exportCommand(['--library', folder, '--output', `${folder}-out`], io),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(join(folder, '..'))).toEqual([]);
  });
});
