#!/usr/bin/env node
// `npm run bench:import [-- --count N --rounds R]`: pictures imported a second, beside hashing, reading the header and
// making the thumbnail alone, on the pictures of ../shared/data/isic2017-256. After a build.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
  },
});
const images = join(projectRoot, '../shared/data/isic2017-256/images');
if (!existsSync(images)) {
  console.error(`there are no pictures in ${images}`);
  process.exit(2);
}
const { measureImport } = await importScript('tests/bench/import.ts');
const lines = await measureImport({
  images,
  count: Number(values.count),
  rounds: Number(values.rounds),
  workerFile: join(projectRoot, 'build', 'main', 'worker.js'),
  bareFile: join(projectRoot, 'tests', 'bench', 'bare-import.mjs'),
});
for (const line of lines) console.log(line);
