import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDED, STARTED } from '../marks.mjs';

const MANIFEST = { name: 'probe', publisher: 'test', version: '0.0.1', engines: { vscode: '*' }, activationEvents: [] };

/** Exit code and output of the launcher for a test module whose `run` has this body. */
function launch(body: string, seconds = 60) {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-launcher-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  writeFileSync(join(folder, 'tests.cjs'), `exports.run = async () => { console.log('${STARTED}'); ${body} };`);
  try {
    const flags = [`--extensionDevelopmentPath=${folder}`, `--extensionTestsPath=${join(folder, 'tests.cjs')}`];
    const env = { ...process.env, UNROLL_TEST_SECONDS: String(seconds) };
    return spawnSync(process.execPath, ['test/host/launcher.mjs', ...flags], { encoding: 'utf8', env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const END = `console.log('${ENDED}[]');`;

describe('the launcher of VS Code', () => {
  it('ends with 0 when the suite ran to its end', () => {
    assert.equal(launch(END).status, 0);
  });

  it('does not take a crash of the extension host for a pass', () => {
    const { status, stdout } = launch(`${END} process.exit(7);`);
    assert.notEqual(status, 0);
    assert.match(stdout, /extension host ended with 7/);
  });

  it('does not take a suite that ended early for a pass', () => {
    const { status, stdout } = launch('return;');
    assert.notEqual(status, 0);
    assert.match(stdout, /did not come to its end/);
  });

  it('gives up when the suite never ends, and leaves no process behind', () => {
    const { status, stdout } = launch(`console.log('pid ' + process.pid); await new Promise(() => {});`, 12);
    assert.equal(status, 124);
    const pid = Number(/^pid (\d+)$/m.exec(stdout)?.[1]);
    assert.ok(pid > 0, stdout);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});
