import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getCurrentFuseWire, FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import { executableIn, findPackagedApp } from '../../tools/packaging/packaged-app.mjs';

const packaged = findPackagedApp();
const missing = packaged === undefined ? ' (skipped: run `npm run package` first)' : '';
/** In the executable's fuse wire a state is an ASCII digit. */
const off = '0'.charCodeAt(0);
const on = '1'.charCodeAt(0);

test.skipIf(packaged === undefined)(`the packaged application's fuses${missing}`, async () => {
  const wire = await getCurrentFuseWire(executableIn(String(packaged)));
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  });
});

test.skipIf(packaged === undefined || process.platform === 'darwin')(
  `no default application lies beside the packaged one${missing}`,
  () => {
    const resources = join(String(packaged), 'resources');
    expect(existsSync(join(resources, 'app.asar'))).toBe(true);
    expect(existsSync(join(resources, 'default_app.asar'))).toBe(false);
  },
);
