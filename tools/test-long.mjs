#!/usr/bin/env node
// `npm run test:long`: what takes too long for every change, and the packaged application.
import { longRunning } from './checks/checks.mjs';
import { runChecks } from './checks/run-checks.mjs';
import { setUp } from './setup.mjs';
import { buildWhereNeeded } from './setup/build.mjs';
import { provideDisplay } from './setup/display.mjs';
import { runMain } from './setup/report.mjs';

await runMain(async () => {
  await setUp();
  await buildWhereNeeded();
  const endDisplay = await provideDisplay();
  try {
    return await runChecks(longRunning);
  } finally {
    endDisplay();
  }
});
