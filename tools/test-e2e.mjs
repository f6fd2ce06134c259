#!/usr/bin/env node
// `npm run test:e2e`: the Playwright tests in the real application; parameters go to Playwright.
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { buildWhereNeeded } from './setup/build.mjs';
import { runCommand } from './setup/command.mjs';
import { provideDisplay } from './setup/display.mjs';
import { projectRoot } from './setup/paths.mjs';
import { runMain } from './setup/report.mjs';

await runMain(async () => {
  await setUp();
  await buildWhereNeeded();
  const endDisplay = await provideDisplay();
  try {
    const playwright = join(projectRoot, 'node_modules/@playwright/test/cli.js');
    const { code } = await runCommand(process.execPath, [
      playwright,
      'test',
      ...process.argv.slice(2),
    ]);
    return code;
  } finally {
    endDisplay();
  }
});
