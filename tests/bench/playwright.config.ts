import { defineConfig } from '@playwright/test';

// Measurements in the running application: `npm run bench:memory`. They print, they do not judge.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.bench.ts',
  outputDir: '../../test-results',
  workers: 1,
  retries: 0,
  reporter: [['line']],
});
