#!/usr/bin/env node
// Builds the application into build/, whether or not it is up to date.
import { build } from './setup/build.mjs';
import { runMain } from './setup/report.mjs';

await runMain(async () => {
  await build();
  return 0;
});
