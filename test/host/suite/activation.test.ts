import * as vscode from 'vscode';
import { equal, measured, ok, until } from './expect';
import { extension, sleep } from './unroll';

/** The window is still being restored when the tests begin; an activation is measured when it has come to rest. */
const REST_MS = 4000;

describe('activation', () => {
  it('waits until the window has started', () => {
    const { activationEvents } = extension().packageJSON as { activationEvents: string[] };
    equal(activationEvents.includes('*'), false, 'part of the start of the window');
  });

  it('succeeds, and VS Code says how long it took', async () => {
    await sleep(REST_MS);
    await extension().activate();
    equal(extension().isActive, true, 'active');
    const [load, call, finish] = await activationTimes();
    measured(`activation: load ${load} ms, call ${call} ms, finish ${finish} ms in VS Code ${vscode.version}`);
  });

  it('registers every command of the manifest', async () => {
    const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    equal(missing, [], 'commands that nothing carries out');
  });

  it('gives the API only in the version it has', () => {
    const { exports } = extension();
    ok(exports.getAPI(1).train instanceof Function, 'version 1 can train');
    let refused: unknown;
    try {
      exports.getAPI(2 as 1);
    } catch (error) {
      refused = error;
    }
    ok(refused instanceof Error, 'version 2 is refused');
  });
});

/** The extension's row in "Developer: Startup Performance": milliseconds of Load Code, Call Activate, Finish Activate. */
async function activationTimes(): Promise<readonly [load: number, call: number, finish: number]> {
  await vscode.commands.executeCommand('perfview.show');
  const row = await until(() => {
    const report = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
    return report.split('\n').find((line) => line.includes(`| ${extension().id} `));
  }, 'a row for the extension in the performance report');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const [, , , load, call, finish] = row.split('|').map((cell) => Number(cell));
  return [load!, call!, finish!];
}
