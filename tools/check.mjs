#!/usr/bin/env node
// `npm run check`: everything that has to hold before a change goes in.
import { everyChange } from './checks/checks.mjs';
import { runChecks } from './checks/run-checks.mjs';
import { runMain } from './setup/report.mjs';

await runMain(() => runChecks(everyChange));
