/**
 * The import law. Each rule says which imports it forbids and why; test/tidy/imports.test.ts makes
 * every one of them fire, and checks that the program saw every source file.
 */

const aPackage = '(?:(?:libs/drivers|libs|services|tools)/[^/]+|test/harness)';
const tests = '(?:\\.i?test\\.ts$|^test/|^bench/|^' + aPackage + '/test/)';
const room = (...names) => `^services/([^/]+)/src/(?:${names.join('|')})/`;
const doors = ['grpc', 'consume', 'http'];

const onlyIn = (name, packages, ...homes) => ({
  name: `${name}-behind-its-wrapper`,
  comment: `${packages.join(', ')}: wrapped once, so that it can be replaced in one folder.`,
  severity: 'error',
  from: { pathNot: homes },
  to: { path: packages.map((each) => `node_modules/${each}/`) },
});

const betweenPackages = [
  {
    name: 'services-are-islands',
    comment: 'Services meet over the wire only.',
    severity: 'error',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'libs-stand-below',
    comment: 'A library knows no service, no tool and no test.',
    severity: 'error',
    from: { path: '^libs/', pathNot: tests },
    to: { path: '^(?:services|tools|test|bench)/' },
  },
  {
    name: 'services-need-no-tools',
    comment: 'A service runs without the launcher and the commands.',
    severity: 'error',
    from: { path: '^services/', pathNot: tests },
    to: { path: '^(?:tools|bench)/' },
  },
  {
    name: 'drivers-stand-alone',
    comment: 'A driver wraps one store; nothing below the services chooses stores.',
    severity: 'error',
    from: { path: '^libs/(?:drivers/)?([^/]+)/', pathNot: tests },
    to: { path: '^libs/drivers/', pathNot: '^libs/drivers/$1/' },
  },
  {
    name: 'kernel-is-pure',
    comment: 'The kernel stands on nothing but randomness.',
    severity: 'error',
    from: { path: '^libs/kernel/', pathNot: tests },
    to: { pathNot: ['^libs/kernel/', '^(?:node:)?crypto$'] },
  },
  {
    name: 'through-the-front-door',
    comment: 'Another package is what its index.ts offers; its src is its own affair.',
    severity: 'error',
    from: { path: `^(${aPackage})/` },
    to: { path: `^${aPackage}/src/`, pathNot: ['^$1/', `^${aPackage}/src/index\\.ts$`] },
  },
  {
    name: 'packages-by-name',
    comment: 'Another package is imported by its name, never by a path.',
    severity: 'error',
    from: { path: `^(${aPackage})/` },
    to: { path: `^${aPackage}/`, pathNot: '^$1/', dependencyTypesNot: ['aliased-workspace'] },
  },
  {
    name: 'sources-need-no-tests',
    comment: 'What runs in production does not import what only tests have.',
    severity: 'error',
    from: { path: '^(?:libs|services|tools)/', pathNot: tests },
    to: { path: tests },
  },
];

const insideServices = [
  {
    name: 'domain-is-pure',
    comment: 'Decisions: no input, no output, no package, no other room.',
    severity: 'error',
    from: { path: room('domain'), pathNot: tests },
    to: {
      pathNot: [
        '^services/$1/src/domain/',
        '^libs/(?:kernel|contracts|flow-engine|flow-policy)/src/index\\.ts$',
        '^(?:node:)?(?:crypto|buffer)$',
      ],
    },
  },
  {
    name: 'app-knows-ports-only',
    comment:
      'A use case is told its adapters; it knows neither them nor the door nor what runs it.',
    severity: 'error',
    from: { path: room('app'), pathNot: tests },
    to: { path: '^services/$1/src/', pathNot: '^services/$1/src/(?:app|domain)/' },
  },
  {
    name: 'app-does-no-io',
    comment: 'Files, sockets and processes are reached through ports.',
    severity: 'error',
    from: { path: room('app'), pathNot: tests },
    to: {
      dependencyTypes: ['core'],
      pathNot: '^(?:node:)?(?:crypto|buffer|util|events|assert)$',
    },
  },
  {
    name: 'doors-open-inward',
    comment: 'A door calls use cases; it knows no adapter and no other door.',
    severity: 'error',
    from: { path: `^services/([^/]+)/src/(${doors.join('|')})/`, pathNot: tests },
    to: { path: '^services/$1/src/', pathNot: '^services/$1/src/(?:$2|app|domain)/' },
  },
  {
    name: 'adapters-face-outward',
    comment: 'An adapter fulfils ports; it knows no door and not what runs it.',
    severity: 'error',
    from: { path: room('adapters'), pathNot: tests },
    to: { path: '^services/$1/src/', pathNot: '^services/$1/src/(?:adapters|app|domain)/' },
  },
  {
    name: 'adapters-stand-apart',
    comment: 'One folder per outside thing: only compose.ts brings adapters together.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/adapters/([^/]+)/', pathNot: tests },
    to: {
      path: '^services/$1/src/adapters/[^/]+/',
      pathNot: '^services/$1/src/adapters/$2/',
    },
  },
  {
    name: 'drivers-behind-adapters',
    comment: 'A store is met in an adapter; only compose.ts and config.ts open and close drivers.',
    severity: 'error',
    from: { path: room('domain', 'app', ...doors), pathNot: tests },
    to: { path: '^libs/drivers/' },
  },
  {
    name: 'main-is-the-top',
    comment: 'Nobody imports main.ts, and compose.ts only main.ts: nothing happens at import.',
    severity: 'error',
    from: { pathNot: [tests, '^services/[^/]+/src/main\\.ts$'] },
    to: { path: '^services/[^/]+/src/(?:main|compose)\\.ts$' },
  },
];

const everywhere = [
  {
    name: 'no-circular',
    comment: 'What imports itself by a detour cannot be understood or replaced in parts.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    comment: 'An import that leads nowhere escapes every other rule.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-undeclared-package',
    comment: 'A package that no package.json names is there by accident.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-development-package',
    comment: 'Production installs without development packages.',
    severity: 'error',
    from: { path: '^(?:libs|services|tools)/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  onlyIn('redis', ['ioredis'], '^libs/drivers/redis/', '^bench/'),
  onlyIn('mysql', ['mysql2'], '^libs/drivers/mysql/', '^bench/'),
  onlyIn('nats', ['nats', '@nats-io'], '^libs/drivers/nats/'),
  onlyIn('elasticsearch', ['@elastic'], '^libs/drivers/elastic/'),
  onlyIn('grpc', ['@grpc'], '^libs/(?:rpc|contracts)/', '^test/', '^bench/'),
  onlyIn('telemetry', ['pino', 'prom-client', '@opentelemetry'], '^libs/telemetry/'),
];

module.exports = {
  forbidden: [...betweenPackages, ...insideServices, ...everywhere],
  options: {
    doNotFollow: { path: ['node_modules', '^libs/contracts/src/generated/'] },
    exclude: { path: '(?:^|/)(?:\\.mesh|coverage)/' },
    // A type import is a dependency as well: types leak as surely as values.
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
