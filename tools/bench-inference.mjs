#!/usr/bin/env node
// `npm run bench:inference`: every model on every device it can use, at several picture sizes,
// beside plain Python. Run it on a machine with nothing else to do, after a build.
import { importScript } from './build-script.mjs';
import { projectRoot } from './setup/paths.mjs';
import { report, runMain } from './setup/report.mjs';
import { findPython } from './setup/python-environment.mjs';
import { provideTrainingEnvironment } from './setup/training-environment.mjs';

await runMain(async () => {
  const { measureInference } = await importScript('tests/bench/inference.ts');
  for await (const line of measureInference(projectRoot, await pythonOf())) {
    process.stdout.write(`${line}\n`);
  }
  return 0;
});

/** @returns {Promise<string | null>} a Python with the training code's packages */
async function pythonOf() {
  const named = process.env['LIMEN_PYTHON'];
  if (named !== undefined) return named;
  const python = await findPython();
  if (python !== undefined) return provideTrainingEnvironment(python);
  report('training', 'there is no Python 3.11 with venv; the comparison with it is left out');
  return null;
}
