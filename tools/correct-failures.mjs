#!/usr/bin/env node
// `npm run correct-failures -- --model PACKAGE --images DIR --masks DIR --ids FILE --library DIR
// --output DIR`: a reader's half of the learning loop with known masks in place of the hand. After
// a build.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';

const names = ['model', 'images', 'masks', 'ids', 'library', 'output'];
const { values } = parseArgs({
  options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
const missing = names.filter((name) => values[name] === undefined);
if (missing.length > 0) {
  console.error(`missing: ${missing.map((name) => `--${name}`).join(' ')}`);
  process.exit(2);
}
const { correctFailures } = await importScript('tests/bench/correct-failures.ts');
const workerFile = join(projectRoot, 'build', 'main', 'worker.js');
for (const line of await correctFailures({ ...values, workerFile })) console.log(line);
