/** A failure whose message tells the person at the terminal what to do; shown without a stack. */
export class SetupError extends Error {}

/**
 * Says in one line what a set-up step did.
 *
 * @param {string} step short name of the step, such as `electron`
 * @param {string} message what was done, or which fallback was taken and why
 */
export function report(step, message) {
  process.stdout.write(`[setup] ${step}: ${message}\n`);
}

/**
 * Runs a command's main function: its result is the exit code, a SetupError is shown as its message.
 *
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`[setup] stopped: ${error.message}\n`);
    process.exitCode = 1;
  }
}
