import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { IntervalHistogram } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { measured, ok, until } from './expect';
import { api, extension, sleep } from './unroll';

const SECONDS = 30;
const LINES = 1000;

/** Prose with an opinion or two; `N` is a number, so that no sentence is read twice. */
const SENTENCES = [
  'Boat N left the harbour at noon and sailed along the coast.',
  'What a wonderful day N, we loved every minute of it.',
  'Sail N is stored below the deck.',
  'The food of boat N was terrible and the crew did not care at all.',
];

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
    report(delay, `${SECONDS} s of training`);
  });

  it('answers quickly while a text of 1 MB is read for its sentiment', async function () {
    this.timeout(120_000);
    const { sentiment } = await api();
    // What is measured begins once the model is open.
    const small = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'Fine.' }));
    await vscode.commands.executeCommand('unroll.showSentiment');
    await until(() => sentiment.state(small.document.uri)?.finished, 'a short text that is read');
    const page = SENTENCES.join(' ');
    const content = Array.from({ length: Math.ceil(1e6 / page.length) }, (_, i) => page.replaceAll('N', String(i)));
    const editor = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: content.join('\n') }),
    );
    const { uri } = editor.document;
    await vscode.commands.executeCommand('unroll.sentiment.focus');
    await sleep(2000);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const started = performance.now();
    await vscode.commands.executeCommand('unroll.showSentiment');
    await until(() => (sentiment.state(uri)?.drawn.tints ?? 0) > 0, 'something on screen');
    measured(`the visible part of 1 MB was drawn after ${(performance.now() - started).toFixed(0)} ms`);
    await until(() => sentiment.state(uri)?.finished, 'all of it', 100_000);
    measured(`all of 1 MB was read after ${((performance.now() - started) / 1000).toFixed(1)} s`);
    delay.disable();
    report(delay, 'reading 1 MB');
    await vscode.commands.executeCommand('unroll.hideSentiment');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

/** Prints the delay and fails when the host hung. */
function report(delay: IntervalHistogram, what: string): void {
  const milliseconds = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
  measured(
    `event loop delay over ${what} in VS Code ${vscode.version}: mean ${milliseconds(delay.mean)}, ` +
      `p99 ${milliseconds(delay.percentile(99))}, max ${milliseconds(delay.max)} ms`,
  );
  ok(delay.percentile(99) < 200e6, 'the extension host hangs');
}
