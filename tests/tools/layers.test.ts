import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import layers from '../../.dependency-cruiser.mjs';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'limen-layers-')));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The rules a tree of source files breaks, as the check of the whole project would name them. */
async function brokenRules(files: Record<string, string>): Promise<string[]> {
  for (const [name, source] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
  }
  const { forbidden = [], options = {} } = layers;
  const result = await cruise(Object.keys(files), {
    ...options,
    tsConfig: { fileName: join(import.meta.dirname, '../../tsconfig.base.json') },
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  if (typeof result.output === 'string') throw new Error('expected the result as an object');
  return result.output.summary.violations.map((violation) => violation.rule.name);
}

const other = 'export const other = 1;\n';

test.each<[rule: string, importer: string, imported: string]>([
  ['main-not-to-renderer', 'main/images.ts', 'renderer/api.ts'],
  ['renderer-not-to-main', 'renderer/api.ts', 'main/images.ts'],
  ['shared-imports-zod-only', 'shared/domain.ts', 'main/images.ts'],
  ['source-not-to-tests-or-tools', 'main/images.ts', 'tests/support/library.ts'],
  ['store-not-to-worker', 'main/store/blobs.ts', 'main/worker/host.ts'],
  ['worker-not-to-store', 'main/worker/decode.ts', 'main/store/blobs.ts'],
  ['store-takes-types-of-protocol', 'main/store/blobs.ts', 'main/worker/protocol.ts'],
  ['rooms-not-to-composition', 'main/store/blobs.ts', 'main/handlers.ts'],
  ['screens-not-to-each-other', 'renderer/library/Grid.ts', 'renderer/annotation/tools.ts'],
  ['parts-not-to-screens', 'renderer/ui/Facts.ts', 'renderer/annotation/tools.ts'],
  ['electron-at-the-edge', 'main/store/blobs.ts', 'node_modules/electron/index.js'],
  ['cornerstone-in-viewport-only', 'renderer/App.ts', 'node_modules/@cornerstonejs/core/index.js'],
])('%s: %s may not import %s', async (rule, importer, imported) => {
  const up = '../'.repeat(importer.split('/').length - 1);
  const broken = await brokenRules({
    [importer]: `import { other } from '${up}${imported.replace(/[.]ts$/, '.js')}';\nexport const own = other;\n`,
    [imported]: other,
  });
  expect(broken).toEqual([rule]);
});

test('the renderer may not import what Node brings', async () => {
  const broken = await brokenRules({
    'renderer/api.ts':
      "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  });
  expect(broken).toEqual(['renderer-is-a-web-page']);
});

test('an import in a circle, and one that leads nowhere, are refused', async () => {
  const broken = await brokenRules({
    'main/a.ts': "import { b } from './b.js';\nexport const a = () => b;\n",
    'main/b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
    'main/c.ts': "import { none } from './none.js';\nexport const c = none;\n",
  });
  expect(new Set(broken)).toEqual(new Set(['no-circular', 'not-to-unresolvable']));
});

test('what the layers allow passes', async () => {
  const broken = await brokenRules({
    'shared/domain.ts': other,
    'main/worker/protocol.ts': "export type Job = 'decode';\n",
    'main/store/blobs.ts':
      "import type { Job } from '../worker/protocol.js';\nimport { other } from '../../shared/domain.js';\nexport const blob = (job: Job) => [job, other];\n",
    'main/handlers.ts': "import { blob } from './store/blobs.js';\nexport const handle = blob;\n",
    'renderer/ui/Facts.ts': "export { other } from '../../shared/domain.js';\n",
    'renderer/library/Grid.ts': "export { other } from '../ui/Facts.js';\n",
  });
  expect(broken).toEqual([]);
});
