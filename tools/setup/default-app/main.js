// Loads the application whose folder is named on Electron's command line: `electron [-r module] .`
// The imports are awaited at the top level, because Electron holds back `ready` only until then.
import { createRequire } from 'node:module';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** Splits Electron's arguments into modules to require first and the path of the application. */
function parseArguments(parameters) {
  const preloaded = [];
  for (let index = 0; index < parameters.length; index += 1) {
    const parameter = parameters[index];
    if (parameter === '-r' || parameter === '--require') {
      index += 1;
      preloaded.push(parameters[index]);
    } else if (!parameter.startsWith('-')) {
      return { preloaded, path: parameter };
    }
  }
  return { preloaded, path: undefined };
}

const { preloaded, path } = parseArguments(process.argv.slice(1));
if (path === undefined) {
  process.stderr.write('Name the folder of an application: electron <folder>\n');
  process.exit(2);
}

process.defaultApp = true;
const target = resolve(path);
const require = createRequire(import.meta.url);
for (const module of preloaded) require(resolve(module));

if (statSync(target).isDirectory()) {
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version ?? '0.0.0');
  app.setAppPath(target);
  await import(pathToFileURL(join(target, manifest.main ?? 'index.js')).href);
} else {
  app.setAppPath(dirname(target));
  await import(pathToFileURL(target).href);
}
