#!/usr/bin/env node
// `npm run test:packaged`: the e2e tests of the main job, of security, and of the way
// from pictures to a training set (which has a Python here to retrain with) against what `npm run package` made.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reportsFolder } from './checks/run-checks.mjs';
import { makeInspectableCopy } from './packaging/inspectable-copy.mjs';
import { findPackagedApp } from './packaging/packaged-app.mjs';
import { runCommand } from './setup/command.mjs';
import { provideDisplay } from './setup/display.mjs';
import { projectRoot } from './setup/paths.mjs';
import { runMain, SetupError } from './setup/report.mjs';

await runMain(async () => {
  const packaged = findPackagedApp();
  if (packaged === undefined) throw new SetupError('nothing is packaged; run: npm run package');
  const endDisplay = await provideDisplay();
  const { folder, executable } = await makeInspectableCopy(packaged);
  try {
    const playwright = join(projectRoot, 'node_modules/@playwright/test/cli.js');
    const { code } = await runCommand(
      process.execPath,
      [playwright, 'test', 'main-job', 'security', 'review', ...process.argv.slice(2)],
      {
        env: {
          ...process.env,
          LIMEN_E2E_EXECUTABLE: executable,
          PLAYWRIGHT_JSON_OUTPUT_FILE: join(reportsFolder, 'packaged.json'),
        },
      },
    );
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
    endDisplay();
  }
});
