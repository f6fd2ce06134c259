import { spawn } from 'node:child_process';
import { projectRoot } from './paths.mjs';
import { SetupError } from './report.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] working folder; the checkout where left out
 * @property {NodeJS.ProcessEnv} [env] environment; this process's where left out
 * @property {number} [timeoutMs] the command is killed after this long; no limit where left out
 * @property {boolean} [quiet] true collects the output instead of passing it on to the terminal
 */

/**
 * Runs a command to its end, without standard input. A signal that ends this process is passed on.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code (127 where the command is not
 *   there, 124 where it was out of time, 128 where a signal ended it) and, where quiet, what it
 *   wrote to both streams
 * @throws {SetupError} where this process was interrupted meanwhile
 */
export async function runCommand(command, parameters, options = {}) {
  const { cwd = projectRoot, env = process.env, timeoutMs = 0, quiet = false } = options;
  const isScript = process.platform === 'win32' && command === 'npm';
  const child = spawn(isScript ? 'npm.cmd' : command, parameters, {
    cwd,
    env,
    shell: isScript,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += String(text);
    });
  }
  let outOfTime = false;
  const kill = () => {
    outOfTime = true;
    child.kill('SIGKILL');
  };
  const timer = timeoutMs > 0 ? setTimeout(kill, timeoutMs) : undefined;
  const signals = followSignals(child);
  try {
    const code = await new Promise((/** @type {(code: number) => void} */ resolve) => {
      child.once('error', (error) => {
        output = error.message;
        resolve(127);
      });
      child.once('close', (exitCode) => {
        resolve(outOfTime ? 124 : (exitCode ?? 128));
      });
    });
    if (signals.received) throw new SetupError(`interrupted by ${signals.received}`);
    return { code, output };
  } finally {
    clearTimeout(timer);
    signals.stop();
  }
}

/**
 * Keeps this process alive until the child has ended, so that what was started beside it (such as
 * a virtual display) is ended too.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function followSignals(child) {
  /** @type {{ received: NodeJS.Signals | undefined, stop: () => void }} */
  const state = { received: undefined, stop };
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    state.received = signal;
    // The terminal has sent an interrupt to the whole group already.
    if (signal !== 'SIGINT') child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  function stop() {
    for (const signal of signals) process.off(signal, pass);
  }
  return state;
}

/**
 * The end of a command's output, for a message of one line.
 *
 * @param {string} output
 */
export function lastLine(output) {
  return output.trim().split('\n').at(-1) ?? '';
}
