/** One item: phase, step and loss of the run on show. Opens the panel. */
import * as vscode from 'vscode';
import type { Runs } from './runs';
import { statusLabel, statusText } from './runWords';

export function createStatusBar(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('unroll.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Unroll';
  item.command = 'unroll.openPanel';
  const update = () => {
    const run = runs.active;
    if (run === null) {
      item.hide();
      return;
    }
    item.text = statusText(run.summary, vscode.l10n.t);
    item.tooltip = vscode.l10n.t('{0}: {1}. Click to open the panel.', run.name, run.modelLine || run.text.label);
    item.accessibilityInformation = { label: statusLabel(run.summary, vscode.l10n.t), role: 'button' };
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    runs.onDidActivate(update),
    runs.onDidChange(update),
    runs.onDidProgress(({ run }) => {
      if (run === runs.active) update();
    }),
  );
}
