import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  projects: [
    // It makes the library that each of the others begins on a copy of.
    { name: 'first start', testMatch: '**/first-start.test.ts' },
    {
      name: 'limen',
      testMatch: '**/*.test.ts',
      testIgnore: '**/first-start.test.ts',
      dependencies: ['first start'],
    },
  ],
  globalSetup: './tests/e2e/support/global-setup.ts',
  outputDir: 'test-results',
  // Each test starts the application, which takes all cores when it segments.
  workers: 1,
  // A machine that others share stalls now and then. What passed only at the second run is named
  // beside the count (tools/checks/failures.mjs).
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '.limen-out/reports/e2e.json' }]],
});
