import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { measured, ok } from './expect';
import { extension, sleep } from './unroll';

const SECONDS = 30;
const LINES = 1000;

describe('the extension host', () => {
  it('answers quickly while a run trains and its panel draws', async function () {
    this.timeout(SECONDS * 1000 + 60_000);
    // The unpacked extension is two folders below the checkout.
    const path = resolve(extension().extensionPath, '../../../shared/data/tiny-shakespeare/input.txt');
    if (!existsSync(path)) {
      measured(`event loop delay skipped: no ${path}`);
      this.skip();
    }
    const content = readFileSync(path, 'utf8').split('\n').slice(0, LINES).join('\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
    await vscode.commands.executeCommand('unroll.trainOnSelection');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    await sleep(2000);
    delay.enable();
    await sleep(SECONDS * 1000);
    delay.disable();
    await vscode.commands.executeCommand('unroll.stop');
    const milliseconds = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
    measured(
      `event loop delay over ${SECONDS} s of training in VS Code ${vscode.version}: mean ${milliseconds(delay.mean)}, ` +
        `p99 ${milliseconds(delay.percentile(99))}, max ${milliseconds(delay.max)} ms`,
    );
    ok(delay.percentile(99) < 200e6, 'the extension host hangs');
  });
});
