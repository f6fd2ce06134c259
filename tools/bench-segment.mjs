#!/usr/bin/env node
// `npm run bench:segment -- [--model ID] PICTURE...`: the time of segmenting beyond its unavoidable
// parts. Run it on a machine with nothing else to do, after a build.
import { parseArgs } from 'node:util';
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';

const { measureOverhead } = await importScript('tests/bench/segment-overhead.ts');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' } },
});
const lines = await measureOverhead(projectRoot, values.model ?? null, positionals);
for (const line of lines) console.log(line);
