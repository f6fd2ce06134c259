#!/usr/bin/env node
// `npm run bench:segment -- PICTURE...`: the time of segmenting beyond its unavoidable parts. Run
// it on a machine with nothing else to do, after a build.
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';

const { measureOverhead } = await importScript('tests/bench/segment-overhead.ts');
for (const line of await measureOverhead(projectRoot, process.argv.slice(2))) console.log(line);
