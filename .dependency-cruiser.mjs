// Who may import whom; docs/ARCHITECTURE.md says why.

const screens =
  'library|annotation|comparison|review|export|settings|import|models|set-run|snapshots|worklist';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other are one module, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import must lead to a file or an installed package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-imports-zod-only',
      comment: 'shared/ runs on both sides: no Node, no DOM, no package but zod.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '^node_modules/zod/'] },
    },
    {
      name: 'main-not-to-renderer',
      comment: 'main and renderer meet in shared/ only.',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'renderer-not-to-main',
      comment: 'The renderer reaches main through the contract only.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^main/' },
    },
    {
      name: 'renderer-is-a-web-page',
      comment: 'The renderer has neither Node nor Electron.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'source-not-to-tests-or-tools',
      comment: 'What ships does not depend on tests or tools.',
      severity: 'error',
      from: { path: '^(shared|main|renderer)/' },
      to: { path: '^(tests|tools)/' },
    },
    {
      name: 'store-not-to-worker',
      comment: 'The store keeps what the worker computes; the handlers bring them together.',
      severity: 'error',
      from: { path: '^main/store/' },
      to: { path: '^main/worker/', pathNot: '^main/worker/protocol[.]ts$' },
    },
    {
      name: 'store-takes-types-of-protocol',
      comment: 'Of the worker the store may know the types of the protocol, nothing that runs.',
      severity: 'error',
      from: { path: '^main/store/' },
      to: { path: '^main/worker/protocol[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'worker-not-to-store',
      comment: 'The worker decodes untrusted files and must not reach the library.',
      severity: 'error',
      from: { path: '^main/worker/' },
      to: { path: '^main/store/' },
    },
    {
      name: 'rooms-not-to-composition',
      comment: 'store, dicom, worker and models are put together by the files above them.',
      severity: 'error',
      from: { path: '^main/(store|dicom|worker|models)/' },
      to: { path: '^main/(index|window|menu|ipc|preload|handlers|dispatch|cli)[.]ts$' },
    },
    {
      name: 'electron-at-the-edge',
      comment: 'Everything else runs on plain Node, for the command line and the tests.',
      severity: 'error',
      from: {
        path: '^(main|shared|renderer)/',
        pathNot: '^main/(index|window|menu|ipc|preload|security|dialogs)[.]ts$',
      },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'screens-not-to-each-other',
      comment: 'Screens meet in App; what two of them share is ui/ or viewport/.',
      severity: 'error',
      from: { path: `^renderer/(${screens})/` },
      to: { path: `^renderer/(${screens})/`, pathNot: '^renderer/$1/' },
    },
    {
      name: 'parts-not-to-screens',
      comment: 'viewport/ and ui/ lie below the screens.',
      severity: 'error',
      from: { path: '^renderer/(viewport|ui)/' },
      to: { path: `^renderer/(${screens})/` },
    },
    {
      name: 'cornerstone-in-viewport-only',
      comment: 'All Cornerstone code lies in renderer/viewport.',
      severity: 'error',
      from: { pathNot: '^(renderer/viewport|tests/renderer/viewport|node_modules)/' },
      to: { path: 'node_modules/@cornerstonejs/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|release)/' },
    // Imports of types count: a layer is what one has to know, not only what runs.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
};
