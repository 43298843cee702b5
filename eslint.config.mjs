import js from '@eslint/js';
import ts from 'typescript-eslint';

/** Which folders of src a folder may import (besides itself): the architecture, enforced. */
const MAY_IMPORT = {
  engine: [],
  text: [],
  protocol: [],
  tasks: ['engine', 'text'],
  formats: ['engine', 'protocol'],
  training: ['engine', 'text', 'tasks', 'formats', 'protocol'],
  sentiment: ['engine', 'text', 'tasks', 'formats', 'protocol', 'training'],
  host: ['engine', 'text', 'tasks', 'formats', 'protocol', 'training', 'sentiment'],
};
const FOLDERS = Object.keys(MAY_IMPORT);
const NODE_BUILTINS = ['node:*', 'fs', 'fs/*', 'path', 'os', 'child_process', 'worker_threads', 'crypto', 'util'];

/** Functions whose last bit differs between builds: on a path to a parameter they would end determinism. */
const UNSTABLE_MATH = [
  'pow',
  'exp',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'tanh',
  'sinh',
  'cosh',
  'sin',
  'cos',
  'tan',
];

const restrict = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const platform = { group: NODE_BUILTINS, message: 'Node built-ins only in *.node.ts.' };
const vscode = { group: ['vscode'], message: 'Only host/ and the entry points import vscode.' };
const forbidden = (folder) => ({
  group: FOLDERS.filter((other) => other !== folder && !MAY_IMPORT[folder].includes(other))
    .map((other) => `../**/${other}/**`)
    .concat('**/webview/**'),
  message: `src/${folder} may import only: ${[folder, ...MAY_IMPORT[folder]].join(', ')}.`,
});

export default ts.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.vscode-test/',
      '.test/',
      'coverage/',
      'src/engine/kernels/simd/assembly/',
      'src/engine/kernels/simd/binary.ts',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    rules: {
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: 'error',
    },
  },
  ...FOLDERS.flatMap((folder) => {
    const common = [forbidden(folder), ...(folder === 'host' ? [] : [vscode])];
    return [
      restrict([`src/${folder}/**/*.ts`], [...common, platform]),
      restrict([`src/${folder}/**/*.node.ts`], common),
    ];
  }),
  restrict(['src/*.ts'], [{ group: ['**/webview/**'], message: 'src never imports webview.' }, platform]),
  restrict(['src/*.node.ts'], [{ group: ['**/webview/**'], message: 'src never imports webview.' }]),
  restrict(
    ['webview/**/*.ts'],
    [
      platform,
      vscode,
      {
        group: FOLDERS.filter((folder) => folder !== 'protocol').map((folder) => `**/src/${folder}/**`),
        message: 'webview may import only src/protocol.',
      },
    ],
  ),
  {
    files: ['src/**/*.ts'],
    ignores: ['src/**/*.node.ts'],
    rules: { 'no-restricted-globals': ['error', 'process', 'Buffer', 'require', '__dirname', 'setImmediate'] },
  },
  {
    files: ['src/engine/**/*.ts', 'src/tasks/**/*.ts', 'src/training/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...UNSTABLE_MATH.map((property) => ({
          object: 'Math',
          property,
          message: 'Differs between builds: use engine/kernels/elementary.ts.',
        })),
        { object: 'Math', property: 'random', message: 'Use the run’s seeded generator.' },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        require: 'readonly',
        module: 'writable',
        exports: 'writable',
        __dirname: 'readonly',
        document: 'readonly',
        window: 'readonly',
      },
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
