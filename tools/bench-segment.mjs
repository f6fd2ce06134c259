#!/usr/bin/env node
// `npm run bench:segment -- PICTURE...`: the time of segmenting beyond its unavoidable parts. Run
// it on a machine with nothing else to do, after a build.
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './setup/paths.mjs';

const folder = join(projectRoot, 'build', 'bench');
await build({
  root: projectRoot,
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: true,
    outDir: folder,
    minify: false,
    rolldownOptions: {
      input: { 'segment-overhead': join(projectRoot, 'tests/bench/segment-overhead.ts') },
      output: { entryFileNames: '[name].js' },
    },
  },
});
const { measureOverhead } = await import(join(folder, 'segment-overhead.js'));
for (const line of await measureOverhead(projectRoot, process.argv.slice(2))) console.log(line);
