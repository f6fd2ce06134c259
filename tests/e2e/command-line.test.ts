import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { projectRoot } from './support/launch.js';

const run = promisify(execFile);

/** The build splits code by who uses it; a command must not be given parts that need Electron. */
for (const command of ['segment', 'evaluate', 'compare', 'models', 'import', 'export', 'verify']) {
  test(`limen ${command} loads in plain Node`, async () => {
    const bin = join(projectRoot, 'bin/limen.mjs');
    const { stdout } = await run(process.execPath, [bin, command, '--help']);
    expect(stdout).toContain(`Usage: limen ${command}`);
  });
}
