import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;
// The oldest Electron the code runs on, 33; the plugin would take what the newest understands.
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      outDir: 'build/main',
      // As files of its own the schema library is a hundred modules, a third of what it takes any process
      // to start.
      externalizeDeps: { exclude: ['zod'] },
      rolldownOptions: {
        input: {
          index: resolve(here, 'main/index.ts'),
          worker: resolve(here, 'main/worker/worker.ts'),
          cli: resolve(here, 'main/cli.ts'),
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // What the window, the command line and the workers share must not end up in the window's
          // entry, which imports Electron: plain Node has none.
          codeSplitting: {
            groups: [
              { name: 'shared', test: /[\\/]shared[\\/]|mask-png/, minShareCount: 2, priority: 3 },
              { name: 'models', test: /[\\/]main[\\/]models[\\/]/, minShareCount: 2, priority: 2 },
              { name: 'host', test: /[\\/]main[\\/]worker[\\/]/, minShareCount: 2, priority: 1 },
              { name: 'store', test: /[\\/]main[\\/](?!cli[.]ts)/, minShareCount: 2 },
            ],
          },
        },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      outDir: 'build/preload',
      rolldownOptions: {
        input: { preload: resolve(here, 'main/preload.ts') },
        // A sandboxed preload is loaded as CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      target: chromeTarget,
      outDir: 'build/renderer',
      // Half of what the window loads before its first paint would be names and blanks.
      minify: 'oxc',
      chunkSizeWarningLimit: 8000,
      rolldownOptions: { input: resolve(here, 'renderer/index.html') },
    },
  },
});
