#!/usr/bin/env node
// `npm run bench:effort`: what it takes a scripted hand to correct the proposals of each model, and
// nothing at all, on ten real pictures of ../shared/data/isic2017-native. After a build.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';

const data = join(projectRoot, '../shared/data/isic2017-native');
if (!existsSync(data)) {
  console.error(`there are no pictures in ${data}`);
  process.exit(2);
}
const { measureEffort } = await importScript('tests/bench/effort.ts');
const lines = await measureEffort({
  models: join(projectRoot, 'models'),
  data,
  workerFile: join(projectRoot, 'build', 'main', 'worker.js'),
});
for (const line of lines) console.log(line);
