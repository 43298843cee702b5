/** `node runSuite.mjs SUITE WORKSPACE`: runs a bundled suite with the unpacked VSIX in the VS Code of `UNROLL_VSCODE`. */
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ROOT } from './cache.mjs';

const [suite, workspace] = process.argv.slice(2);
try {
  await runTests({
    vscodeExecutablePath: process.env.UNROLL_VSCODE_EXECUTABLE ?? join(ROOT, 'test/host/launcher.mjs'),
    extensionDevelopmentPath: join(ROOT, '.test/extension'),
    extensionTestsPath: suite,
    launchArgs: [workspace],
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
