const typescript = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      module: { type: 'es6' },
    },
  ],
};

const shared = {
  transform: typescript,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/.cache/', '/.clarion/'],
  testEnvironmentOptions: { customExportConditions: ['clarion-source', 'node', 'node-addons'] },
};

const servers = '<rootDir>/libs/testing/jest-servers.mjs';

/** unit: pure, beside the code. integration: real Kafka and Postgres. e2e: all services as processes. */
export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,bench,libs,tools}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$'],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,bench,libs,tools}/**/*.int.spec.ts'],
      globalSetup: servers,
      globalTeardown: servers.replace('.mjs', '-teardown.mjs'),
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/src/**/*.e2e.spec.ts'],
      globalSetup: servers,
      globalTeardown: servers.replace('.mjs', '-teardown.mjs'),
    },
  ],
  testTimeout: 60_000,
  // Modules that a suite has loaded stay in memory (ES modules in contexts); with hundreds of suites a process ends up in
  // nothing but garbage collection, so a worker with more than this makes room for a new one.
  workerIdleMemoryLimit: '1GB',
};
