import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may use whom. A service may use libraries, never a service; the pure libraries use nothing of ours. */
const boundaries = [
  {
    sourceTag: 'type:pure',
    onlyDependOnLibsWithTags: [],
    bannedExternalImports: ['@nestjs/*', 'kafkajs', 'pg', 'kysely'],
  },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:pure'] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:pure', 'type:lib', 'type:testing'] },
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:pure', 'type:lib', 'type:testing'] },
  { sourceTag: 'type:playground', onlyDependOnLibsWithTags: ['type:testing'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:pure', 'type:lib', 'type:testing', 'type:tool'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:pure', 'type:lib', 'type:testing'] },
  { sourceTag: 'type:bench', onlyDependOnLibsWithTags: ['type:pure', 'type:lib', 'type:testing', 'type:tool'] },
];

const onlyInTests = { group: ['@clarion/testing'], message: 'Tests and local tools only.' };
const onlyInMessaging = { group: ['kafkajs'], message: 'kafkajs is named in two files of libs/messaging only.' };

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', '.cache', '.clarion', 'coverage'] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        // One program for all projects: several times faster than one for each.
        project: ['tools/check.tsconfig.json', 'apps/playground/public/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, allow: [], depConstraints: boundaries },
      ],
      // A Nest module is a class that only carries its decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Bodies and options are classes only for their decorators; what counts is their shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 80 }],
      complexity: ['error', 15],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [onlyInTests, onlyInMessaging] }] },
  },
  {
    files: ['libs/messaging/src/kafka-*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [onlyInTests] }] },
  },
  {
    files: ['**/*.spec.ts', 'e2e/**/*.ts'],
    rules: {
      'no-restricted-imports': 'off',
      'max-lines-per-function': 'off',
      // Examples are made from one another.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  { files: ['**/*-under-test.ts', '**/*.fixture.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  prettier,
);
