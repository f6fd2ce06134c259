#!/usr/bin/env node
// `npm run test:long`: what takes too long for every change, and the packaged application.
import { longRunning } from './checks/checks.mjs';
import { runChecks } from './checks/run-checks.mjs';
import { setUp } from './setup.mjs';
import { buildWhereNeeded } from './setup/build.mjs';
import { provideDisplay } from './setup/display.mjs';
import { report, runMain } from './setup/report.mjs';
import { findPython, provideTrainingEnvironment } from './setup/training-environment.mjs';

await runMain(async () => {
  await setUp();
  await buildWhereNeeded();
  // Colours are compared with what pydicom decodes.
  const python = await findPython();
  if (python === undefined) {
    report('training', 'there is no Python 3.11 with venv; comparisons with it are skipped');
  } else {
    process.env['LIMEN_PYTHON'] = await provideTrainingEnvironment(python);
  }
  const endDisplay = await provideDisplay();
  try {
    return await runChecks(longRunning);
  } finally {
    endDisplay();
  }
});
