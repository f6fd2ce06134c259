// Builds one TypeScript file of tests/bench, which runs application code without a window.
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { projectRoot } from './setup/paths.mjs';

/**
 * @param {string} source path from the project's root
 * @returns {Promise<any>} the module
 */
export async function importScript(source) {
  const name = basename(source, '.ts');
  const folder = join(projectRoot, 'build', 'bench');
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { [name]: join(projectRoot, source) },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  return import(pathToFileURL(join(folder, `${name}.js`)).href);
}
