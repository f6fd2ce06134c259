import { spawn } from 'node:child_process';
import { report, SetupError } from './report.mjs';
import { hasDisplay } from './system-libraries.mjs';

const startTimeoutMs = 15_000;

/**
 * Gives this process and those it starts a display: the machine's own, or a virtual one (Xvfb) put
 * into DISPLAY.
 *
 * @returns {Promise<() => void>} ends the virtual display, if one was started
 * @throws {SetupError} where Xvfb does not start
 */
export async function provideDisplay() {
  if (hasDisplay()) return () => undefined;
  // Xvfb itself chooses a free number and writes it to file descriptor 3.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const stop = () => {
    server.kill();
  };
  process.once('exit', stop);
  /** @type {string} */
  const number = await new Promise((resolve, reject) => {
    let written = '';
    let complaint = '';
    const fail = () => {
      reject(new SetupError(`the virtual display did not start: ${complaint.trim()}`));
    };
    const timer = setTimeout(fail, startTimeoutMs);
    server.once('error', (error) => {
      complaint = error.message;
      fail();
    });
    server.once('exit', fail);
    server.stderr?.on('data', (text) => {
      complaint += String(text);
    });
    server.stdio[3]?.on('data', (text) => {
      written += String(text);
      if (!written.endsWith('\n')) return;
      clearTimeout(timer);
      resolve(written.trim());
    });
  });
  process.env.DISPLAY = `:${number}`;
  report('display', `none found; windows go to a virtual one (Xvfb :${number})`);
  return stop;
}
