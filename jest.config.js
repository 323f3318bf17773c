/**
 * Three projects share one runner: "unit" touches nothing beyond its own process and loopback,
 * "integration" talks to real stores, and "mesh" starts whole meshes: one keeps two cores busy, so
 * that two at once would both be slower than one after the other. Sources run as they are on disk:
 * swc only strips the types, and the packages of the workspace resolve through their own `exports`.
 *
 * Run with `node --experimental-vm-modules node_modules/jest/bin/jest.js`.
 */

const shared = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: '<rootDir>/test/jest/environment.mjs',
  // A store's data directory may hold a million files, and unpacked tools hold foreign
  // package.json.
  modulePathIgnorePatterns: ['<rootDir>/\\.mesh/', '<rootDir>/coverage/'],
  watchPathIgnorePatterns: ['<rootDir>/\\.mesh/'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        // Stack traces must name the line a reader sees.
        sourceMaps: 'inline',
      },
    ],
  },
};

export default {
  // Two cores are the reference machine, and a store beside the tests needs its share.
  maxWorkers: 2,
  forceExit: false,
  testSequencer: '<rootDir>/test/jest/longest-first.mjs',
  globalSetup: '<rootDir>/test/jest/watch-the-clock.mjs',
  globalTeardown: '<rootDir>/test/jest/watch-the-exit.mjs',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/libs/**/*.test.ts',
        '<rootDir>/services/**/*.test.ts',
        '<rootDir>/tools/**/*.test.ts',
        '<rootDir>/bench/**/*.test.ts',
        '<rootDir>/test/**/*.test.ts',
      ],
      testEnvironmentOptions: { testMsMax: 15_000 },
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: [
        '<rootDir>/libs/**/*.itest.ts',
        '<rootDir>/services/**/*.itest.ts',
        '<rootDir>/tools/**/*.itest.ts',
      ],
      testEnvironmentOptions: { testMsMax: 180_000 },
    },
    {
      ...shared,
      displayName: 'mesh',
      testMatch: ['<rootDir>/bench/**/*.itest.ts', '<rootDir>/test/**/*.itest.ts'],
      testEnvironmentOptions: { testMsMax: 180_000 },
    },
  ],
};
