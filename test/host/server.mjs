/** One VS Code server on a free local port, with data of its own that is deleted when it stops. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { provision } from './provision.mjs';

/** No welcome page, no account, no request to the outside. These keys are honoured in the User file only. */
const USER_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
};

/** A change of these takes effect while the page is open: what a script switches belongs here. */
const MACHINE_SETTINGS = { 'workbench.colorTheme': 'Default Dark Modern' };

const FLAGS = [
  '--without-connection-token',
  '--accept-server-license-terms',
  '--disable-workspace-trust',
  '--disable-update-check',
  '--disable-websocket-compression', // compression divides the message rate by two to four
  '--telemetry-level=off',
];

/**
 * Starts the server and waits until it listens.
 * `user` and `machine` are settings; `extensions` is a folder of installed extensions; `env` reaches the extension host.
 * `driver` gives scripts `window.driver`, and 1.139 takes an extension under development only with it; but its
 * windows show no notifications.
 *
 * @param {{ version?: string, port?: number, user?: object, machine?: object, extensions?: string, driver?: boolean,
 *   env?: Record<string, string> }} options
 */
export async function startServer({
  version,
  port = 0,
  user = {},
  machine = {},
  extensions,
  driver = true,
  env = {},
} = {}) {
  const { folder, node, release } = await provision(version);
  const data = mkdtempSync(join(tmpdir(), 'unroll-vscode-'));
  const settings = (scope) => join(data, 'data', scope, 'settings.json');
  const writeSettings = (scope, values) => writeFileSync(settings(scope), JSON.stringify(values, null, 2));
  for (const scope of ['User', 'Machine']) mkdirSync(join(data, 'data', scope), { recursive: true });
  mkdirSync(join(data, 'tmp'));
  const machineSettings = { ...MACHINE_SETTINGS, ...machine };
  writeSettings('User', { ...USER_SETTINGS, ...user });
  writeSettings('Machine', machineSettings);

  const args = ['out/server-main.js', '--host=127.0.0.1', `--port=${port}`, `--server-data-dir=${data}`, ...FLAGS];
  if (driver) args.push('--enable-smoke-test-driver');
  if (extensions) args.push(`--extensions-dir=${extensions}`);
  const child = spawn(node, args, {
    cwd: folder,
    detached: process.platform !== 'win32', // a process group of its own: stopping leaves no orphan
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      TMPDIR: join(data, 'tmp'),
      XDG_RUNTIME_DIR: join(data, 'tmp'),
      ...env,
    },
  });
  const lines = collectLines(child);
  const signal = (name) => {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
    } catch {
      // Already gone.
    }
  };
  const endAtExit = () => {
    signal('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  };
  process.once('exit', endAtExit);

  async function stop() {
    process.off('exit', endAtExit);
    const gone = new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve()));
    signal('SIGTERM');
    await Promise.race([gone, sleep(2000)]);
    signal('SIGKILL');
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  const listening = await lines.next(/listening on (\d+)/, 30_000);
  if (!listening) {
    await stop();
    throw new Error(`VS Code ${release} did not start:\n${lines.all.join('\n')}`);
  }
  return {
    authority: `127.0.0.1:${listening[1]}`,
    release,
    data,
    lines,
    exited: new Promise((resolve) => child.once('exit', (code, by) => resolve(by ?? code))),
    setMachineSetting: (key, value) => {
      machineSettings[key] = value;
      writeSettings('Machine', machineSettings);
    },
    stop,
  };
}

/** Keeps every line the process prints, and lets one wait for a line that matches (null after `timeout` ms). */
function collectLines(child) {
  const all = [];
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      all.push(line);
      for (const check of [...waiting]) check(line);
    });
  const next = (pattern, timeout) =>
    new Promise((resolve) => {
      const finish = (match) => {
        waiting.delete(check);
        clearTimeout(timer);
        resolve(match);
      };
      const check = (line) => {
        const match = pattern.exec(line);
        if (match) finish(match);
      };
      const timer = setTimeout(() => finish(null), timeout);
      waiting.add(check);
      all.forEach(check);
    });
  return { all, next };
}
