import tseslint from 'typescript-eslint';

const pure = ['src/sim/**', 'src/workloads/**', 'src/arch/**', 'src/experiment/**', 'src/serving/**', 'src/rtl-export/kit/**', 'src/reports/**', 'src/gym/{problem,measure,agents,schema,surrogate,env,lottery}/**'];

export default tseslint.config(
  { ignores: ['dist', 'build', 'coverage', 'node_modules', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { project: ['./tsconfig.test.json', './src/reports/client/tsconfig.json'] } } },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: pure,
    // What runs in a page has its clock and its timers.
    ignores: ['src/reports/client/**'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require', 'setTimeout', 'performance', 'fetch'],
      'no-restricted-properties': ['error',
        { object: 'Math', property: 'random', message: 'random numbers come from an Rng argument' },
        { object: 'Date', property: 'now', message: 'the engine has no clock' }],
      'no-restricted-syntax': ['error',
        { selector: "NewExpression[callee.name='Date']", message: 'the engine has no clock' },
        { selector: "NewExpression[callee.name='Function']", message: 'no code is made at run time' }],
      'no-eval': 'error',
    },
  },
  { files: ['test/**'], rules: { '@typescript-eslint/no-floating-promises': 'off' } },
);
