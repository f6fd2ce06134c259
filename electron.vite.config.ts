import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

export default defineConfig({
  main: {
    build: {
      outDir: 'build/main',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: resolve(here, 'main/index.ts'),
          worker: resolve(here, 'main/worker/worker.ts'),
          cli: resolve(here, 'main/cli.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'build/preload',
      rollupOptions: {
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
      outDir: 'build/renderer',
      chunkSizeWarningLimit: 8000,
      rollupOptions: { input: resolve(here, 'renderer/index.html') },
    },
  },
});
