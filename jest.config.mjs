import { availableParallelism } from 'node:os';

/** Four projects: pure code, the synthesized template, the running hub, and the same on a bad day at AWS. */
const common = {
  rootDir: '.',
  testEnvironment: '<rootDir>/test/environment.mjs',
  moduleNameMapper: { '^@middy/(.*)$': '<rootDir>/node_modules/@middy/$1/index.js' },
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@middy|jose|dinero\\.js)/)'],
};

/** Six suites wait for a minute or more, mostly without computing: further workers do the rest meanwhile. */
const MIN_WORKERS = 4;

export default {
  testTimeout: 30_000,
  maxWorkers: Math.max(MIN_WORKERS, availableParallelism() - 1),
  testSequencer: '<rootDir>/test/waiting-first.mjs',
  globalSetup: '<rootDir>/test/temporary-files.mjs',
  globalTeardown: '<rootDir>/test/temporary-files-teardown.mjs',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    { ...common, displayName: 'infra', testMatch: ['<rootDir>/test/infra/**/*.test.ts'] },
    { ...common, displayName: 'local', testMatch: ['<rootDir>/test/local/**/*.test.ts'] },
    {
      ...common,
      displayName: 'adverse',
      testMatch: ['<rootDir>/test/local/**/*.test.ts'],
      // The units are those of undisturbed calls; what starts, permits and measures is the same on any day.
      testPathIgnorePatterns: [
        '/(access-patterns|bad-input|bill|bench|configuration|gateway|grants|integration-setup|permissions|start-up)\\.test\\.ts$',
      ],
      testTimeout: 120_000,
      // The seed of every hub that these tests start.
      globals: { ADVERSE_SEED: Number(process.env.ADVERSE_SEED ?? 7) },
    },
  ],
};
