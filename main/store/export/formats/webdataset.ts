import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { create, list } from 'tar';
import { findingIds } from '../../../../shared/domain.js';
import { syncPath } from '../../atomic-write.js';
import { hashFile } from '../../blobs.js';
import { sampleWeight } from '../sample-weight.js';
import {
  differs,
  ignoredAt,
  makeFolders,
  writeImage,
  writeJson,
  writeMask,
  type ExportPlace,
  type Format,
  type LoadedSample,
} from './format.js';

/** Few enough for a shard to be read at once, many enough for disks to read in one go. */
const samplesInShard = 500;
const staging = 'staging';

/**
 * WebDataset: tar files of `<name>.png`, `<name>.<segment>.png`, `<name>.ignore.png` where there is
 * anything to ignore, and `<name>.json`, named after the split, or `samples`, and a number. The tar entries have no owner and no date.
 */
export function webdatasetFormat(place: ExportPlace): Promise<Format> {
  const shards = new Map<string, { number: number; samples: number }>();
  const open = new Set<string>();
  return Promise.resolve({
    write: async (sample: LoadedSample) => {
      const kind = sample.split ?? 'samples';
      const shard = shards.get(kind) ?? { number: 0, samples: 0 };
      shards.set(kind, shard);
      if (shard.samples === samplesInShard) {
        await closeShard(place, nameOf(kind, shard.number));
        open.delete(nameOf(kind, shard.number));
        shard.number += 1;
        shard.samples = 0;
      }
      const name = nameOf(kind, shard.number);
      open.add(name);
      shard.samples += 1;
      const folder = `${staging}/${name}`;
      await makeFolders(place, [folder]);
      const stem = `${folder}/${sample.name}`;
      const pixelSha256 = await writeImage(place, sample, `${stem}.png`);
      await writeMask(place, sample.lesion, `${stem}.lesion.png`);
      const attributes = [];
      for (const segment of findingIds) {
        const mask = sample.masks.get(segment);
        if (segment === 'lesion' || !mask) continue;
        await writeMask(place, mask, `${stem}.${segment}.png`);
        attributes.push({ segment, path: `${name}.tar` });
      }
      if (sample.ignore) await writeMask(place, sample.ignore, `${stem}.ignore.png`);
      const { revision, split, group } = sample;
      // A loader of shards sees neither the manifest nor weights.csv.
      const weight = sampleWeight(place.library, sample);
      const facts = { source: revision.source, areaPx: revision.areaPx, split, group, weight };
      await writeJson(join(place.folder, `${stem}.json`), facts);
      const path = `${name}.tar`;
      const ignore = ignoredAt(sample, path);
      return { image: { path, pixelSha256 }, mask: { path }, attributes, ignore };
    },
    finish: async () => {
      for (const name of open) await closeShard(place, name);
      await rm(join(place.folder, staging), { recursive: true, force: true });
      return [];
    },
  });
}

function nameOf(kind: string, number: number): string {
  return `${kind}-${String(number).padStart(6, '0')}`;
}

/** Packs what is staged for a shard, reads the tar again and compares every entry. */
async function closeShard({ folder }: ExportPlace, name: string): Promise<void> {
  const staged = join(folder, staging, name);
  const file = join(folder, `${name}.tar`);
  const entries = (await readdir(staged)).sort();
  await create({ file, cwd: staged, portable: true, mtime: new Date(0) }, entries);
  await syncPath(file);
  const found = new Map<string, string>();
  await list({
    file,
    strict: true,
    onReadEntry: (entry) => {
      const hash = createHash('sha256');
      entry.on('data', (chunk: Buffer) => hash.update(chunk));
      entry.on('end', () => found.set(entry.path, hash.digest('hex')));
    },
  });
  for (const entry of entries) {
    const { sha256 } = await hashFile(join(staged, entry));
    if (found.get(entry) !== sha256) throw differs('shard');
  }
  await rm(staged, { recursive: true });
}
