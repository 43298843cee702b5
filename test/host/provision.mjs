/**
 * VS Code without a download page: the workbench, its server and its extension host as npm publishes them.
 * Everything is pinned by version and checksum and unpacked once into `.vscode-test/`.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT, log, megabytes, npm, run, withLock } from './cache.mjs';

/** The oldest VS Code that is supported and the newest that is pinned, with the Node each was built for. */
export const VERSIONS = {
  '1.100': {
    release: '1.100.3',
    spec: 'code-server@4.100.3',
    integrity: 'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
    node: '20.20.2',
    unused: ['out/vs/code/browser/workbench/workbench.js.map'],
    watchdog: 'native-watchdog',
    ripgrep: {
      spec: '@vscode/ripgrep-universal@1.18.0',
      integrity: 'sha512-kgrAVy1L/v/8erAjo+I720ifTf7o4rvYUwgsuEu97XAEBtPT9sk3HhcSgFpxMydvNmwdJtXo9/AVee7JjocTrg==',
    },
  },
  1.139: {
    release: '1.139.1',
    spec: 'code-server@4.139.1',
    integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
    node: '24.21.0',
    unused: [
      'node_modules/@github',
      'node_modules/@microsoft/mxc-sdk',
      'node_modules/node-pty/prebuilds',
      'extensions/copilot',
      'extensions/mermaid-markdown-features',
    ],
    watchdog: '@vscode/native-watchdog',
  },
};

export const NEWEST = '1.139';

/**
 * Folder of that VS Code (`out/server-main.js` is its server) and the Node to run it with; installed when missing.
 * @param {string} version a key of `VERSIONS`
 */
export async function provision(version = NEWEST) {
  const pin = VERSIONS[version];
  if (!pin) throw new Error(`VS Code ${version} is not pinned. Choose one of: ${Object.keys(VERSIONS).join(', ')}.`);
  const folder = join(CACHE, `vscode-${pin.release}`);
  if (!existsSync(folder)) await withLock(`vscode-${pin.release}`, () => install(pin, folder));
  return { folder, node: await nodeFor(pin.node), release: pin.release };
}

/** The running Node when its major version fits, else that Node from npm. */
async function nodeFor(version) {
  if (process.versions.node.split('.')[0] === version.split('.')[0]) return process.execPath;
  const folder = join(CACHE, `node-${version}`);
  const node = join(folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  if (!existsSync(folder))
    await withLock(`node-${version}`, () =>
      unpackWhole(folder, (partial) => fetchPackage(`node-${platform}-${process.arch}@${version}`, partial, 'package')),
    );
  return node;
}

async function install(pin, folder) {
  log(`installing VS Code ${pin.release} from npm, once …`);
  await unpackWhole(folder, async (partial) => {
    fetchPackage(pin.spec, partial, 'package/lib/vscode', pin.integrity);
    // `npm ci` refuses this package (its lock is out of step); `npm install` honours the shrinkwrap all the same.
    npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: partial });
    for (const path of pin.unused) rmSync(join(partial, path), { recursive: true, force: true });
    keepOwnRipgrep(join(partial, 'node_modules/@vscode/ripgrep-universal/bin'));
    if (pin.ripgrep) fetchRipgrep(pin.ripgrep, join(partial, 'node_modules/@vscode/ripgrep/bin'));
    const stand = (name) => readFileSync(join(ROOT, 'test/host/patches', name), 'utf8');
    writeFileSync(join(partial, 'node_modules/@vscode/spdlog/index.js'), stand('spdlog.cjs'));
    writeFileSync(join(partial, 'node_modules', pin.watchdog, 'index.js'), stand('native-watchdog.cjs'));
  });
}

/** Ripgrep is shipped for a dozen platforms; one is this one. */
function keepOwnRipgrep(bin) {
  if (!existsSync(bin)) return;
  for (const platform of readdirSync(bin))
    if (platform !== `${process.platform}-${process.arch}`) rmSync(join(bin, platform), { recursive: true });
}

/** An install script that does not run here would have fetched it: without it no file is found. */
function fetchRipgrep({ spec, integrity }, folder) {
  mkdirSync(folder, { recursive: true });
  fetchPackage(spec, folder, `package/bin/${process.platform}-${process.arch}`, integrity);
  const program = join(folder, process.platform === 'win32' ? 'rg.exe' : 'rg');
  chmodSync(program, 0o755);
}

/** Downloads a package, checks it, and unpacks one of its folders as `folder`. No install script runs. */
function fetchPackage(spec, folder, inside, integrity) {
  const [packed] = JSON.parse(npm(['pack', spec, '--json', '--pack-destination', folder], { cwd: folder }));
  if (integrity && packed.integrity !== integrity)
    throw new Error(`${spec} is not the package that was pinned: ${packed.integrity}`);
  const depth = String(inside.split('/').length);
  run('tar', ['xzf', packed.filename, '--strip-components', depth, inside], { cwd: folder });
  rmSync(join(folder, packed.filename));
  log(`${spec}: ${(packed.size / 1e6).toFixed(0)} MB downloaded`);
}

/** Fills a folder beside the final one and renames it: a folder that exists is whole. */
async function unpackWhole(folder, fill) {
  if (existsSync(folder)) return;
  const start = Date.now();
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await fill(partial);
  if (existsSync(join(partial, 'bin/node'))) chmodSync(join(partial, 'bin/node'), 0o755);
  renameSync(partial, folder);
  log(`${folder}: ${megabytes(folder)} MB on disk, ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

if (process.argv[1] === import.meta.filename) {
  for (const version of process.argv.slice(2)) void provision(version).then(console.log);
}
