import { spawn } from 'node:child_process';
import { projectRoot } from './paths.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] working folder; the checkout where left out
 * @property {NodeJS.ProcessEnv} [env] environment; this process's where left out
 * @property {number} [timeoutMs] the command is killed after this long; no limit where left out
 * @property {boolean} [quiet] true collects the output instead of passing it on to the terminal
 */

/**
 * Runs a command to its end, without standard input.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code (127 where the command is not
 *   there, 124 where it was out of time, 128 where another signal ended it) and what it wrote, both
 *   streams in order, where quiet
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
      output += text;
    });
  }
  let outOfTime = false;
  const timer =
    timeoutMs > 0
      ? setTimeout(() => {
          outOfTime = true;
          child.kill('SIGKILL');
        }, timeoutMs)
      : undefined;
  try {
    return await new Promise((resolve) => {
      child.once('error', (error) => {
        resolve({ code: 127, output: error.message });
      });
      child.once('close', (code) => {
        resolve({ code: outOfTime ? 124 : (code ?? 128), output });
      });
    });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The end of a command's output, for a message of one line.
 *
 * @param {string} output
 */
export function lastLine(output) {
  return output.trim().split('\n').at(-1) ?? '';
}
