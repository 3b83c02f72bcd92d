import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Who may import whom is dependency-cruiser's business (.dependency-cruiser.mjs).

const BELOW_STATE = ['src/model/**', 'src/placement/**', 'src/formats/**', 'src/console/**'];
const TESTS = ['**/*.test.ts', '**/*.test.tsx', '**/*.testing.ts', 'tests/**', 'e2e/**'];

// The compiler already hides most of these from the core. The list also stands where a package's types bring
// Node's along (papaparse's do), and for what is part of the language itself.
const UNSTEADY = [
  ...[
    'window',
    'document',
    'navigator',
    'location',
    'history',
    'localStorage',
    'sessionStorage',
    'indexedDB',
  ],
  ...['self', 'globalThis', 'fetch', 'XMLHttpRequest', 'Worker', 'process', 'Buffer', 'require', 'console'],
  ...['Date', 'performance', 'crypto', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
].map((name) => ({
  name,
  message: 'Below state nothing knows the browser, Node, the clock or chance: pass the value in.',
}));

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'test-results', 'playwright-report', '**/*.generated.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
    },
  },
  {
    files: ['src/components/**', 'src/state/**', 'src/main.tsx'],
    extends: [hooks.configs.flat.recommended],
  },
  {
    files: BELOW_STATE,
    ignores: TESTS,
    rules: {
      'no-restricted-globals': ['error', ...UNSTEADY],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'The same plan must give the same answer: pass a seed in.',
        },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      // A test that trips over a missing value has found what it was for.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='waitForTimeout']",
          message: 'Wait for what the user would see, not for time to pass.',
        },
      ],
    },
  },
  {
    files: ['src/**/{utils,helpers,common}/**', 'src/**/{utils,helpers,common}.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program',
          message: 'A function lives with the noun it serves: no utils, helpers or common.',
        },
      ],
    },
  },
  {
    // Kernels over typed arrays: every index runs within the length that its array was made with.
    files: ['src/placement/solver/integer/**', 'src/placement/solver/solveInteger.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['scripts/**/*.ts'],
    rules: {
      'no-console': 'off',
      // They read hand-written JSON; the files they write are checked.
      ...Object.fromEntries(
        ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
          `@typescript-eslint/no-unsafe-${what}`,
          'off',
        ]),
      ),
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.strict],
    // The compiler knows which names exist.
    rules: { eqeqeq: ['error', 'always', { null: 'ignore' }], 'no-undef': 'off' },
  },
);
