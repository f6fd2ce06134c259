import { SetupError } from './report.mjs';

/**
 * Whether a Node version is new enough: 20.19 or later.
 *
 * @param {string} version such as `20.19.0`
 */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

/** @throws {SetupError} where this Node is too old */
export function checkNodeVersion() {
  if (isNodeNewEnough(process.versions.node)) return;
  throw new SetupError(
    `Node ${process.versions.node} is too old; install Node 20.19 or later from https://nodejs.org`,
  );
}
