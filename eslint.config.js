/**
 * What a program can check of the house's style. Rules that merely differ in taste are left to the
 * formatter; each rule here has caught a fault or keeps a promise: bounded functions, injected
 * clocks, awaited promises, configuration read in one place.
 */

import tseslint from 'typescript-eslint';
import { commentWidth } from './test/tidy/lint/comment-width.ts';

const tests = ['**/*.test.ts', '**/*.itest.ts', '**/test/**/*.ts'];
const outsideProcesses = ['tools/**', 'bench/**', 'test/**'];

const ambientTime = [
  { object: 'Date', property: 'now', message: 'Take a Clock of @member-mesh/kernel.' },
  { object: 'performance', property: 'now', message: 'Take a Clock of @member-mesh/kernel.' },
  { object: 'Math', property: 'random', message: 'Take a Random of @member-mesh/kernel.' },
  { object: 'process', property: 'hrtime', message: 'Take a Clock of @member-mesh/kernel.' },
];
const environment = {
  object: 'process',
  property: 'env',
  message: 'Only config.ts reads the environment; main.ts hands it over.',
};
const exit = {
  object: 'process',
  property: 'exit',
  message: 'A process ends when its work is closed; only lifecycle and commands decide it.',
};

const ambientSyntax = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The present is an argument: take a Clock of @member-mesh/kernel.',
  },
  {
    selector: 'CallExpression[callee.name=/^random(Bytes|UUID|Int|FillSync)$/]',
    message: 'Take a Random of @member-mesh/kernel.',
  },
];
const syntax = [
  {
    selector: 'ExportAllDeclaration',
    message: 'Name what is exported: a public door is small and curated.',
  },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
];

const everywhere = {
  'house/comment-width': 'error',
  'array-callback-return': 'error',
  complexity: ['error', 15],
  'default-case-last': 'error',
  eqeqeq: ['error', 'always'],
  'max-depth': ['error', 4],
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
  'max-params': 'off',
  'no-console': 'error',
  'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
  'no-debugger': 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-implicit-coercion': ['error', { allow: ['!!'] }],
  'no-param-reassign': 'error',
  'no-restricted-properties': ['error', ...ambientTime, environment, exit],
  'no-restricted-syntax': ['error', ...syntax, ...ambientSyntax],
  'no-self-compare': 'error',
  'no-sparse-arrays': 'error',
  'no-template-curly-in-string': 'error',
  'no-throw-literal': 'off',
  'no-unreachable': 'error',
  // Taking the first of what may be endless is a loop of one round.
  'no-unreachable-loop': ['error', { ignore: ['ForOfStatement'] }],
  'no-unsafe-finally': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'use-isnan': 'error',
};

const typed = {
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/max-params': ['error', { max: 3 }],
  '@typescript-eslint/no-array-delete': 'error',
  '@typescript-eslint/no-base-to-string': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
};

export default tseslint.config(
  {
    ignores: ['**/node_modules/**', '.mesh/**', 'coverage/**', 'libs/contracts/src/generated/**'],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: { rules: { 'comment-width': commentWidth } } },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    rules: { ...everywhere, 'max-params': ['error', 3] },
  },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: { ...everywhere, ...typed },
  },
  {
    // The one place that touches the real clock and the real randomness.
    files: ['libs/kernel/src/clock.ts', 'libs/kernel/src/random.ts'],
    rules: {
      'no-restricted-properties': ['error', environment, exit],
      'no-restricted-syntax': ['error', ...syntax],
    },
  },
  {
    files: ['**/src/config.ts', '**/src/main.ts'],
    rules: { 'no-restricted-properties': ['error', ...ambientTime, exit] },
  },
  {
    files: ['libs/lifecycle/src/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...ambientTime, environment] },
  },
  {
    // Commands, benchmarks and the harness are processes of their own: they print, and they decide
    // when they end.
    files: outsideProcesses,
    rules: {
      'no-console': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...syntax],
    },
  },
  {
    files: tests,
    rules: {
      'max-lines': ['error', { max: 700, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      // A table of cases hands its columns over as parameters.
      '@typescript-eslint/max-params': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...syntax],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Tools that load their configuration from a file want a default export.
    files: ['*.config.js', '.dependency-cruiser.cjs', 'test/jest/*.mjs'],
    rules: { 'no-restricted-syntax': ['error', ...syntax.slice(0, 1)] },
  },
);
