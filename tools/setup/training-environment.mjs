import { join } from 'node:path';
import { projectRoot } from './paths.mjs';
import { providePythonEnvironment } from './python-environment.mjs';

/** Folder of the training code. */
export const trainingFolder = join(projectRoot, 'models/training');

/** In this order: torch first, so that nothing else pulls a build of its own. */
const requirementFiles = [
  'requirements-torch.txt',
  'requirements-dev.txt',
  'requirements-checkers.txt',
];

/**
 * Makes the virtual environment of the training code, in the cache and named by its requirements.
 *
 * @param {string} python command of a Python 3.11
 * @returns {Promise<string>} path of the environment's Python
 * @throws {import('./report.mjs').SetupError} where a package cannot be installed
 */
export async function provideTrainingEnvironment(python) {
  const paths = [...requirementFiles, 'requirements.txt'].map((name) => join(trainingFolder, name));
  return providePythonEnvironment(python, 'training', paths.slice(0, -1), paths.slice(-1));
}
