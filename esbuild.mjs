/**
 * Builds every bundle, prints its size and fails when one is over its budget.
 * Flags: --watch (rebuild on change), --production (minify; what `npm run package` ships).
 */
import { build, context } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buildKernels } from './src/engine/kernels/simd/build.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/**
 * Each `import * as vscode` would copy all of VS Code's namespace when the extension is loaded, once for every file that
 * has one: hundreds of properties, 25 times. One module that holds the namespace itself serves them all.
 */
const plainVscode = {
  name: 'plain-vscode',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^plain:vscode$/ }, ({ path }) => ({ path, namespace: 'plain' }));
    onLoad({ filter: /.*/, namespace: 'plain' }, () => ({ contents: "export const vscode = require('vscode');" }));
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace("import * as vscode from 'vscode';", "import { vscode } from 'plain:vscode';");
      return { contents, loader: 'ts' };
    });
  },
};

const host = { format: 'cjs', external: ['vscode'], plugins: [plainVscode] };
const node = { platform: 'node', target: 'node20', ...host };
const web = { platform: 'browser', target: 'es2022', ...host };
const worker = { platform: 'browser', format: 'iife', target: 'es2022' };
const page = { platform: 'browser', format: 'iife', target: 'es2022', loader: { '.ttf': 'file' } };

/** Name, entry point, esbuild options, budget in KiB of the production build. */
const BUNDLES = [
  // 60 of it for training, the rest for the sentiment of documents, which is evaluated when it is first used. A bundle of
  // its own would be loaded later, but a web extension host can load one bundle only.
  ['extension.node.js', 'src/extension.node.ts', node, 110],
  ['extension.web.js', 'src/extension.web.ts', web, 110],
  ['worker.node.js', 'src/worker.node.ts', { platform: 'node', format: 'cjs', target: 'node20' }, 240],
  ['worker.web.js', 'src/worker.web.ts', worker, 240],
  ['panel.js', 'webview/panel.ts', page, 420],
  ['panel.css', 'webview/panel.css', page, 32],
  ['inspector.js', 'webview/inspector.ts', page, 320],
  ['inspector.css', 'webview/inspector.css', page, 16],
  ['sentiment.js', 'webview/sentiment.ts', page, 320],
  ['sentiment.css', 'webview/sentiment.css', page, 16],
  ['sentence.js', 'webview/sentence.ts', page, 420],
  ['sentence.css', 'webview/sentence.css', page, 32],
];

function options([name, entry, extra]) {
  return {
    entryPoints: [entry],
    outfile: `dist/${name}`,
    bundle: true,
    sourcemap: production ? false : 'linked',
    minify: production,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
    ...extra,
  };
}

await buildKernels();
if (watch) {
  for (const bundle of BUNDLES) await (await context(options(bundle))).watch();
  console.log('watching');
} else {
  // Everything is built before anything is replaced: a failed build leaves the last good one.
  const built = await Promise.all(BUNDLES.map((bundle) => build({ ...options(bundle), write: false })));
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist');
  for (const { path, contents } of built.flatMap(({ outputFiles }) => outputFiles)) writeFileSync(path, contents);
  let over = false;
  for (const [name, , , budget] of BUNDLES) {
    const bytes = readFileSync(`dist/${name}`);
    const kib = bytes.length / 1024;
    const tooBig = production && kib > budget;
    over ||= tooBig;
    const gzip = gzipSync(bytes).length / 1024;
    const verdict = production ? `  budget ${budget}${tooBig ? '  OVER BUDGET' : ''}` : '';
    console.log(`${name.padEnd(20)} ${kib.toFixed(1).padStart(7)} KiB  gzip ${gzip.toFixed(1).padStart(6)}${verdict}`);
  }
  if (over) process.exit(1);
}
