import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profileFolder } from '../../main/profile-folder.js';

test.each([
  ['linux', {}, join('home', '.config', 'Limen')],
  ['linux', { XDG_CONFIG_HOME: 'config' }, join('config', 'Limen')],
  ['darwin', {}, join('home', 'Library', 'Application Support', 'Limen')],
  ['win32', { APPDATA: 'roaming' }, join('roaming', 'Limen')],
] as const)('on %s with %j it is %s', (platform, environment, expected) => {
  expect(profileFolder(platform, environment, 'home')).toBe(expected);
});
