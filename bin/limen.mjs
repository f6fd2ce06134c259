#!/usr/bin/env node
// The `limen` command: the application's main code without a window, as built by `npm run build`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../build/main/cli.js', import.meta.url);
if (existsSync(fileURLToPath(built))) {
  const { runCli } = await import(built.href);
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  process.stderr.write('limen is not built yet; run: npm run build\n');
  process.exitCode = 2;
}
