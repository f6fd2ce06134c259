#!/usr/bin/env node
// `npm start`: sets up what is missing, builds what has changed and opens the application.
// What follows `--` goes to the application: npm start -- --library DIR
import { setUp } from './setup.mjs';
import { buildWhereNeeded } from './setup/build.mjs';
import { runCommand } from './setup/command.mjs';
import { provideDisplay } from './setup/display.mjs';
import { projectRoot } from './setup/paths.mjs';
import { report, runMain } from './setup/report.mjs';

await runMain(async () => {
  const { executable } = await setUp();
  await buildWhereNeeded();
  const endDisplay = await provideDisplay();
  try {
    report('start', 'opening the window');
    // Chromium refuses to sandbox processes of root.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const { code } = await runCommand(executable, [
      ...sandbox,
      projectRoot,
      ...process.argv.slice(2),
    ]);
    return code;
  } finally {
    endDisplay();
  }
});
