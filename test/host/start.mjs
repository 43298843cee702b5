/**
 * `npm start`: a real VS Code in which a sample is open and its training is streaming. Desktop VS Code where there is
 * one, else the npm-packaged one in the browser, at the address that is printed. Ctrl+C ends everything.
 *
 * `--check [--screenshot FILE]` opens the address in headless Chromium instead, waits until the panel shows rising
 * steps, prints the time and ends.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './cache.mjs';
import { checkPanel } from './checkPanel.mjs';
import { desktopCode } from './desktop.mjs';
import { installCheckout, installFolder } from './install.mjs';
import { startServer } from './server.mjs';
import { windowAddress } from './workbench.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, screenshot: { type: 'string' } } });
/** Settings for a picture in which the text is readable. */
const CALM = {
  'editor.fontSize': 11,
  'editor.minimap.enabled': false,
  'editor.lineNumbers': 'off',
  'editor.glyphMargin': false,
  'editor.folding': false,
};

const started = Date.now();
const temporary = mkdtempSync(join(tmpdir(), 'unroll-start-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

const samples = join(temporary, 'samples');
cpSync(join(ROOT, 'samples'), samples, { recursive: true });
const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
const extensions = join(temporary, 'extensions');
installCheckout(extensions);
installFolder(join(ROOT, 'test/host/demo'), extensions);

const desktop = values.check ? undefined : desktopCode();
if (desktop) startDesktop(desktop);
else await startInBrowser();

function startDesktop(path) {
  console.log(`Opening ${path}. Close its window, or press Ctrl+C, to end.`);
  const args = ['--wait', '--new-window', '--disable-workspace-trust', '--skip-welcome', samples];
  args.push(`--user-data-dir=${join(temporary, 'user')}`, `--extensions-dir=${extensions}`);
  const child = spawn(path, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  child.on('exit', (code) => process.exit(code ?? 0));
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => child.kill(name));
}

async function startInBrowser() {
  const server = await startServer({ extensions, driver: values.check, user: values.screenshot ? CALM : {} });
  const address = windowAddress(server, { folder: samples });
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => void server.stop().then(() => process.exit(0)));
  if (!values.check) {
    console.log(`\nVS Code ${server.release} with Unroll, training on a sample, is at\n\n  ${address}\n`);
    console.log('Open it in a browser. Press Ctrl+C to end.');
    return;
  }
  try {
    await checkPanel(address, { screenshot: values.screenshot });
    console.log(
      `The panel is streaming: ${((Date.now() - started) / 1000).toFixed(1)} s from the start of this command.`,
    );
  } finally {
    await server.stop();
  }
}
