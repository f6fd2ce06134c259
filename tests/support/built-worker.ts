import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { childProcessFork, type ForkWorker } from '../../main/worker/worker-process.js';

const root = resolve(import.meta.dirname, '../..');

export interface BuiltWorker {
  fork: ForkWorker;
  remove: () => Promise<void>;
}

/**
 * Bundle the worker's entry as it stands, since a forked Node cannot run TypeScript. Inside the
 * checkout, where its dependencies resolve; one folder a test process.
 */
export async function buildWorker(): Promise<BuiltWorker> {
  const folder = join(root, 'build', 'test-worker', String(process.pid));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      rolldownOptions: {
        input: { worker: join(root, 'main/worker/worker.ts') },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  return {
    fork: childProcessFork(join(folder, 'worker.js')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
