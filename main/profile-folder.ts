import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The user's profile folder of the application, where Electron puts it too, for the command line
 * that runs without Electron.
 */
export function profileFolder(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  return join(applicationData(platform, environment, home), 'Limen');
}

function applicationData(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') return environment['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
}
