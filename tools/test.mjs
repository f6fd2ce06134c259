#!/usr/bin/env node
// `npm test`: sets up what is missing, then `npm run check`.
import { everyChange } from './checks/checks.mjs';
import { runChecks } from './checks/run-checks.mjs';
import { setUp } from './setup.mjs';
import { runMain } from './setup/report.mjs';

await runMain(async () => {
  await setUp();
  return runChecks(everyChange);
});
