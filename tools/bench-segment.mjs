#!/usr/bin/env node
// `npm run bench:segment [-- --model ID PICTURE...]`: the time of segmenting beyond its unavoidable
// parts, by default of the pictures of ../shared/data/isic2017-native. Run it on a machine with nothing
// else to do, after a build.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' } },
});
const folder = join(projectRoot, '../shared/data/isic2017-native/images');
const pictures = positionals.length > 0 ? positionals : picturesOf(folder);
if (pictures.length === 0) {
  console.error(
    `there are no pictures in ${folder}; name some: npm run bench:segment -- PICTURE...`,
  );
  process.exit(2);
}
const { measureOverhead } = await importScript('tests/bench/segment-overhead.ts');
const lines = await measureOverhead(projectRoot, values.model ?? null, pictures);
for (const line of lines) console.log(line);

/** @param {string} folder */
function picturesOf(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => name.endsWith('.jpg')).map((name) => join(folder, name));
}
