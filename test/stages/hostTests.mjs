/** The suite inside a real VS Code: the packaged extension, through `@vscode/test-electron`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDED } from '../host/marks.mjs';
import { bundleSuite } from '../host/bundle.mjs';
import { provision } from '../host/provision.mjs';
import { node } from './tools.mjs';

/** Runs the suite in that VS Code, in its Node or in its Web Worker extension host, and returns the tests. */
export async function hostTests(version, { web = false } = {}) {
  await provision(version);
  const suite = await bundleSuite({ web });
  const workspace = mkdtempSync(join(tmpdir(), 'unroll-workspace-'));
  try {
    const { code, output } = await node('test/host/runSuite.mjs', [suite, workspace], {
      UNROLL_VSCODE: version,
      UNROLL_WEB_HOST: web ? 'unroll.unroll' : '',
    });
    const last = output.split('\n').find((line) => line.startsWith(ENDED));
    if (!last) throw new Error(output.trim());
    const tests = JSON.parse(last.slice(ENDED.length));
    if (code !== 0 && !tests.some(({ outcome }) => outcome === 'failed')) throw new Error(output.trim());
    return tests;
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
