#!/usr/bin/env node
// `npm run correct-failures -- --model PACKAGE --images DIR --masks DIR --ids FILE --library DIR
// --output DIR [--below 0.65]`: a reader's half of the learning loop with known masks in place of the
// hand: proposals with a smaller Jaccard are corrected. After a build.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';

const names = ['model', 'images', 'masks', 'ids', 'library', 'output', 'below'];
const { values } = parseArgs({
  options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
values['below'] ??= '0.65';
const missing = names.filter((name) => values[name] === undefined);
if (missing.length > 0) {
  console.error(`missing: ${missing.map((name) => `--${name}`).join(' ')}`);
  process.exit(2);
}
const below = Number(values['below']);
if (!(below > 0 && below <= 1)) {
  console.error(`--below is a Jaccard, more than 0 and at most 1, not ${values['below']}`);
  process.exit(2);
}
const { correctFailures } = await importScript('tests/bench/correct-failures.ts');
const workerFile = join(projectRoot, 'build', 'main', 'worker.js');
for (const line of await correctFailures({ ...values, below, workerFile })) console.log(line);
