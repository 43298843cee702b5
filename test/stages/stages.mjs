/** What `npm test` does, in order: cheap checks first, VS Code last. */
import { ROOT, npm } from '../host/cache.mjs';
import { filesIn } from './files.mjs';
import { unpackVsix } from './vsix.mjs';
import { hostTests } from './hostTests.mjs';
import { check, mocha } from './tools.mjs';

const bin = (name, path) => `node_modules/${name}/${path}`;

export const STAGES = [
  { name: 'format', run: () => check(bin('prettier', 'bin/prettier.cjs'), ['--check', '--log-level=warn', '.']) },
  { name: 'lint', run: () => check(bin('eslint', 'bin/eslint.js'), ['.', '--max-warnings=0']) },
  { name: 'types', run: () => check(bin('typescript', 'bin/tsc'), ['--noEmit']) },
  { name: 'dead code', run: () => check(bin('knip', 'bin/knip.js'), ['--no-progress']) },
  { name: 'build', run: () => check('esbuild.mjs', ['--production'], { print: true }) },
  { name: 'unit', run: () => mocha('unit', filesIn('test/unit', /\.test\.ts$/)) },
  { name: 'webview', run: () => mocha('webview', filesIn('test/webview', /\.test\.ts$/), { timeout: 60_000 }) },
  {
    name: 'package',
    run: async () => {
      npm(['run', 'package'], { cwd: ROOT });
      unpackVsix('unroll.vsix', '.test/extension');
      return mocha('package', filesIn('test/package', /\.test\.ts$/));
    },
  },
  {
    name: 'launcher',
    run: () => mocha('launcher', filesIn('test/host/launcher', /\.test\.ts$/), { timeout: 120_000 }),
  },
  { name: 'host 1.100', run: () => hostTests('1.100') },
  { name: 'host 1.139', run: () => hostTests('1.139') },
  { name: 'host 1.139, web worker', run: () => hostTests('1.139', { web: true }) },
  {
    name: 'host window',
    run: () => mocha('window', filesIn('test/host/window', /\.test\.ts$/), { timeout: 120_000 }),
  },
];
