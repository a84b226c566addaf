/**
 * The one way down of docs/architecture.md. A rule here is a wall: it is moved together with the
 * design or not at all.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-imports-neither-side',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|test|scripts)/' },
    },
    {
      name: 'shared-runs-anywhere',
      comment: 'It is bundled into the page: no Node, no Electron.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-only-knows-shared',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|test|scripts)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-app-on-top',
      comment: 'Shell, routes, theme: they put the screens together, and no screen knows them.',
      severity: 'error',
      from: { path: '^renderer/(?!app/|main\\.tsx)' },
      to: { path: '^renderer/app/' },
    },
    {
      name: 'components-import-no-feature',
      severity: 'error',
      from: { path: '^renderer/components/' },
      to: { path: '^renderer/(app|features)/' },
    },
    {
      name: 'features-apart',
      comment:
        'A page has its own dialogs in its folder. What several features use is in components/, words/ or data/.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'words-and-data-on-the-ground',
      severity: 'error',
      from: { path: '^renderer/(words|data)/' },
      to: { path: '^renderer/(app|features|components)/' },
    },
    {
      name: 'words-only-know-shared',
      severity: 'error',
      from: { path: '^renderer/words/' },
      to: { path: '^renderer/(?!words/)' },
    },
    {
      name: 'otp-is-pure',
      comment: 'Functions of their arguments: nothing of the vault, the desk or a file system.',
      severity: 'error',
      from: { path: '^electron/otp/' },
      to: { path: ['^electron/(?!otp/)', '^renderer/', '^(node:)?(fs|net|http|child_process|os|timers)'] },
    },
    {
      name: 'vault-knows-no-users',
      severity: 'error',
      from: { path: '^electron/vault/' },
      to: { path: ['^electron/(?!vault/)', '^renderer/'] },
    },
    {
      name: 'merkle-is-pure',
      comment: 'RFC 6962 arithmetic: functions of their arguments.',
      severity: 'error',
      from: { path: '^electron/merkle/' },
      to: { path: ['^electron/(?!merkle/)', '^renderer/', '^(node:)?(fs|net|http|child_process|os|timers)'] },
    },
    {
      name: 'desk-starts-no-demo',
      comment: 'The demo starts a desk, as an entry does; the desk knows nothing of it.',
      severity: 'error',
      from: { path: '^electron/(desk|api|otp|merkle|vault)/' },
      to: { path: '^electron/demo/' },
    },
    {
      name: 'store-is-the-ground-of-the-desk',
      comment: 'Tables and rows: it knows no rule of the rooms above it.',
      severity: 'error',
      from: { path: '^electron/desk/store/' },
      to: { path: '^electron/desk/(?!store/)' },
    },
    {
      name: 'desk-tables-only-in-store',
      comment: 'Other SQL is found by test/unit/source/desk-sql-only-in-store.test.ts.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '^electron/desk/store/' },
      to: { path: '^electron/desk/store/table\\.ts$' },
    },
    {
      name: 'desk-first-floor',
      comment: 'Each stands on the store; throttling and audit read the clock as well.',
      severity: 'error',
      from: { path: '^electron/desk/(clock|sessions|throttling|audit)/' },
      to: { path: '^electron/desk/[^/]+/', pathNot: '^electron/desk/($1|store|clock)/' },
    },
    {
      name: 'desk-second-floor',
      severity: 'error',
      from: { path: '^electron/desk/recovery/' },
      to: { path: '^electron/desk/(users|enrollment|verification)/' },
    },
    {
      name: 'desk-third-floor',
      severity: 'error',
      from: { path: '^electron/desk/(users|enrollment)/' },
      to: { path: '^electron/desk/(users|enrollment|verification)/', pathNot: '^electron/desk/$1/' },
    },
    {
      name: 'desk-rooms-do-not-know-what-puts-them-together',
      severity: 'error',
      from: { path: '^electron/desk/[^/]+/' },
      to: { path: '^electron/desk/(desk|open-desk|initialize-vault|overview|act|settings)\\.ts$' },
    },
    {
      name: 'desk-has-no-transport',
      severity: 'error',
      from: { path: '^electron/desk/' },
      to: {
        path: [
          '^electron/(ipc|api|hosts)/',
          '^electron/[^/]+\\.ts$',
          '^renderer/',
          '^(node:)?http',
          'node_modules/hono',
        ],
      },
    },
    {
      name: 'loopback-knows-only-http',
      comment:
        'The ground of both loopback servers: sockets, bodies, headers; nothing of the desk or of what is served.',
      severity: 'error',
      from: { path: '^electron/loopback/' },
      to: { path: ['^electron/(?!loopback/)', '^(renderer|shared)/'] },
    },
    {
      name: 'ipc-and-api-have-no-transactions',
      comment: 'They call the desk, whose acts are its own: no reader, no writer, no callback inside one.',
      severity: 'error',
      from: { path: '^electron/(ipc|api)/' },
      to: { path: '^electron/vault/' },
    },
    {
      name: 'ipc-and-api-do-not-know-hosts',
      severity: 'error',
      from: { path: '^electron/(ipc|api)/' },
      to: { path: ['^electron/hosts/', '^electron/[^/]+\\.ts$', '^renderer/'] },
    },
    {
      name: 'hosts-go-through-ipc-or-api',
      comment: 'A host presents the desk; it never reaches past it into otp or vault.',
      severity: 'error',
      from: { path: '^electron/hosts/' },
      to: { path: ['^electron/(otp|vault)/', '^electron/[^/]+\\.ts$', '^renderer/'] },
    },
    {
      name: 'hosts-do-not-know-each-other',
      severity: 'error',
      from: { path: '^electron/hosts/(browser|electron)/' },
      to: { path: '^electron/hosts/(browser|electron)/', pathNot: '^electron/hosts/$1/' },
    },
    {
      name: 'electron-only-in-its-host',
      comment: 'Everything else runs where no Electron runtime is.',
      severity: 'error',
      from: {
        path: '^(electron|renderer|shared)/',
        pathNot: ['^electron/hosts/electron/', '^electron/(main|preload)\\.ts$'],
      },
      to: { path: 'node_modules/electron/|^electron$' },
    },
    {
      name: 'preload-stays-small',
      comment: 'One CommonJS file without zod: the build turns names.ts into its values.',
      severity: 'error',
      from: { path: '^electron/preload\\.ts$' },
      to: {
        path: ['node_modules/(?!electron/)', '^electron/', '^shared/(?!contract/(names|bridge)\\.ts)'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: { path: '^(electron|shared)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'main-process-has-no-dev-packages',
      comment: 'What the packaged main process imports must be in `dependencies`.',
      severity: 'error',
      from: { path: '^(electron|shared)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        pathNot: 'node_modules/(electron|@types)/',
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
