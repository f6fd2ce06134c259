import { defineConfig } from 'vitest/config';

// `vitest run --mode long` runs the tests that take too long for every change.
export default defineConfig(({ mode }) => ({
  test: {
    include:
      mode === 'long'
        ? ['tests/long/**/*.test.ts']
        : ['tests/{shared,main,renderer,tools}/**/*.test.ts'],
    testTimeout: mode === 'long' ? 300_000 : 20_000,
    pool: 'forks',
    maxWorkers: mode === 'long' ? 1 : 2,
  },
}));
