/** Bundles test/host/suite into the one CommonJS file that an extension host can load. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { filesIn } from '../stages/files.mjs';
import { ROOT } from './cache.mjs';

/** Path of the bundle; `web` leaves out `*.node.test.ts`, which need Node. */
export async function bundleSuite({ web }) {
  const files = filesIn('test/host/suite', web ? /(?<!\.node)\.test\.ts$/ : /\.test\.ts$/);
  // VS Code runs tests in the host of the extension whose folder holds them.
  const outfile = join(ROOT, '.test/extension', web ? 'suite.web.cjs' : 'suite.node.cjs');
  await build({
    stdin: { contents: entry(files), resolveDir: ROOT, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: web ? 'browser' : 'node',
    target: 'es2022',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** Each file is loaded between two calls that tell mocha its name: a bundle has no file names of its own. */
function entry(files) {
  const loads = files.map((file) => `[${JSON.stringify(file)}, () => require('./${file}')]`);
  return `export { run } from './test/host/suite/run';
    import { files } from './test/host/suite/run';
    files.push(${loads.join(', ')});`;
}
