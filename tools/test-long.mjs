#!/usr/bin/env node
// `npm run test:long`: what takes too long for every change, and the packaged application.
import { join } from 'node:path';
import { longRunning } from './checks/checks.mjs';
import { runChecks } from './checks/run-checks.mjs';
import { setUp } from './setup.mjs';
import { buildWhereNeeded } from './setup/build.mjs';
import { provideDisplay } from './setup/display.mjs';
import { projectRoot } from './setup/paths.mjs';
import {
  findPython,
  providePackagesBeside,
  providePythonEnvironment,
} from './setup/python-environment.mjs';
import { report, runMain, SetupError } from './setup/report.mjs';
import { provideTrainingEnvironment } from './setup/training-environment.mjs';

await runMain(async () => {
  await setUp();
  await buildWhereNeeded();
  // Colours are compared with what pydicom decodes.
  const python = await findPython();
  if (python === undefined) {
    report('training', 'there is no Python 3.11 with venv; comparisons with it are skipped');
  } else {
    process.env['LIMEN_PYTHON'] = await provideTrainingEnvironment(python);
    await provideScoring(python);
    await provideNnunet(process.env['LIMEN_PYTHON']);
  }
  const endDisplay = await provideDisplay();
  try {
    return await runChecks(longRunning);
  } finally {
    endDisplay();
  }
});

/**
 * The scorer of the ISIC challenges, which needs other versions than the training does.
 *
 * @param {string} python
 */
async function provideScoring(python) {
  const file = join(projectRoot, 'tests/support/requirements-scoring.txt');
  try {
    process.env['LIMEN_SCORING_PYTHON'] = await providePythonEnvironment(python, 'scoring', [file]);
  } catch (thrown) {
    if (!(thrown instanceof SetupError)) throw thrown;
    report('scoring', 'isic-challenge-scoring cannot be had; the comparison with it is skipped');
  }
}

/**
 * nnU-Net's own verifier, on the training's PyTorch.
 *
 * @param {string} python of the training
 */
async function provideNnunet(python) {
  const file = join(projectRoot, 'tests/support/requirements-nnunet.txt');
  try {
    process.env['LIMEN_NNUNET'] = await providePackagesBeside(python, 'nnunet', file);
  } catch (thrown) {
    if (!(thrown instanceof SetupError)) throw thrown;
    report('nnunet', 'the verifier of nnU-Net cannot be had; the check with it is skipped');
  }
}
