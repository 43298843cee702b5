#!/usr/bin/env node
/**
 * Stands in for the `code` executable in `@vscode/test-electron`: same flags, same exit code, a real VS Code behind.
 *
 * UNROLL_VSCODE picks the version (1.100 or 1.139), UNROLL_WEB_HOST=publisher.name runs that extension and its tests in
 * the Web Worker host, UNROLL_TEST_SECONDS bounds the run, UNROLL_KEEP_LOGS names a folder for the log files.
 *
 * VS Code reports 0 also when its extension host crashed, so 0 alone is no pass: the host must have ended with 0 after
 * that, and `run()` must have printed its last line (see marks.mjs).
 */
import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENDED, STARTED } from './marks.mjs';
import { VERSIONS } from './provision.mjs';
import { startServer } from './server.mjs';
import { openBrowser, openWindow, windowAddress } from './workbench.mjs';

/** Lines of VS Code's own that are mixed into the suite's output. */
const WORKBENCH_LOG = /^(Ignoring fetching|Updating additional|Creating a socket|\[\w+(:\w+)?\] |ChatSessionStore)/;

const flags = process.argv.slice(2);
const flag = (name) => flags.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const version = process.env.UNROLL_VSCODE ?? '1.139';

if (flags.includes('--version')) {
  console.log(VERSIONS[version].release);
} else {
  process.exitCode = await main();
}

async function main() {
  const folder = flags.find((one) => !one.startsWith('-') && existsSync(one) && statSync(one).isDirectory());
  const web = process.env.UNROLL_WEB_HOST;
  const server = await startServer({
    version,
    user: { ...profileSettings(), ...(web && { 'remote.extensionKind': { [web]: ['web'] } }) },
    extensions: existingFolder(flag('extensions-dir')),
  });
  const { browser, context, page } = await openBrowser();
  const output = testOutput();
  try {
    const address = windowAddress(server, {
      folder: folder && resolve(folder),
      extension: flag('extensionDevelopmentPath'),
      tests: flag('extensionTestsPath'),
    });
    const window = await openWindow(context, page, address, { onLog: output.onLog });
    const outcome = await Promise.race([
      window.exit,
      window.broken.then((why) => ({ why })),
      server.exited.then((how) => ({ why: `the server ended (${how})` })),
      sleep(
        Number(process.env.UNROLL_TEST_SECONDS ?? 300) * 1000,
        { why: 'it took too long', code: 124 },
        { ref: false },
      ),
      stopSignal(),
    ]);
    return await judge(outcome, server, output, Boolean(web));
  } finally {
    await browser.close();
    if (process.env.UNROLL_KEEP_LOGS)
      cpSync(`${server.data}/data/logs`, process.env.UNROLL_KEEP_LOGS, { recursive: true });
    await server.stop();
  }
}

/** Exit code of the whole: 0 only when everything that tells of success did. */
async function judge({ code, why }, server, output, web) {
  if (!why && code === 0 && !web) {
    const end = await server.lines.next(/Extension Host Process exited with code: (\w+), signal: (\w+)/, 5000);
    if (!end) why = 'the extension host did not say how it ended';
    else if (end[1] !== '0' || end[2] !== 'null') why = `the extension host ended with ${end[1]}, signal ${end[2]}`;
  }
  if (!why && code === 0 && !output.ended()) why = 'run() did not come to its end';
  if (why) console.log(`The tests did not pass: ${why}.`);
  if (!output.ended()) console.log([...output.hidden, ...server.lines.all].slice(-60).join('\n'));
  return why ? code || 1 : code;
}

/** Prints what the suite prints; what VS Code itself logs is kept for the case that the suite does not end. */
function testOutput() {
  const hidden = [];
  let state = 'before';
  const onLog = (line) => {
    if (line.startsWith(STARTED)) state = 'running';
    const shown = state === 'running' && !WORKBENCH_LOG.test(line);
    if (shown) console.log(line);
    else hidden.push(line);
    if (line.startsWith(ENDED)) state = 'ended';
  };
  return { onLog, hidden, ended: () => state === 'ended' };
}

/** Settings of the profile that `--user-data-dir` names. */
function profileSettings() {
  const path = `${flag('user-data-dir')}/User/settings.json`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

function existingFolder(path) {
  return path && existsSync(path) ? resolve(path) : undefined;
}

function stopSignal() {
  return new Promise((done) => {
    for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => done({ why: `stopped by ${name}`, code: 130 }));
  });
}
