/** What `when` clauses in package.json ask: is there a run, and in which phase is the one on show? */
import * as vscode from 'vscode';
import type { Runs } from './runs';

export function createContextKeys(runs: Runs): vscode.Disposable {
  const set = (key: string, value: unknown) => void vscode.commands.executeCommand('setContext', key, value);
  const update = () => {
    set('unroll.hasRuns', runs.all.length > 0);
    set('unroll.phase', runs.active?.phase ?? '');
    set('unroll.classifier', (runs.active?.labels.length ?? 0) > 0);
  };
  update();
  return vscode.Disposable.from(runs.onDidActivate(update), runs.onDidChange(update), runs.onDidRemove(update));
}
