/** The Runs view: each run with its state, model and loss. Its actions are menus of package.json. */
import * as vscode from 'vscode';
import type { Run } from './run';
import type { Runs } from './runs';
import { phaseIcon, runDescription, runTooltip } from './runWords';
import { Throttle } from './throttle';

/** Between two redraws of the list: losses change far more often than anyone reads them. */
const REFRESH_MS = 500;

class RunTree implements vscode.TreeDataProvider<Run>, vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<Run | undefined>();
  readonly onDidChangeTreeData = this.#emitter.event;
  readonly #refresh = new Throttle(() => this.#emitter.fire(undefined), REFRESH_MS);
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly runs: Runs) {
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidChange(() => this.#emitter.fire(undefined)),
      runs.onDidRemove(() => this.#emitter.fire(undefined)),
      runs.onDidProgress(() => this.#refresh.request()),
      this.#refresh,
    );
  }

  getChildren(parent?: Run): Run[] {
    return parent ? [] : [...this.runs.all];
  }

  getTreeItem(run: Run): vscode.TreeItem {
    const t = vscode.l10n.t;
    const item = new vscode.TreeItem(run.name);
    item.id = run.id;
    item.description = runDescription(run.summary, run.modelLine, t);
    item.tooltip = runTooltip(run.summary, run.modelLine, run.text.label, t);
    item.iconPath = new vscode.ThemeIcon(phaseIcon(run.phase));
    item.contextValue = run.labels.length > 0 ? `${run.phase} classifier` : run.phase;
    item.command = { command: 'unroll.showRun', title: t('Show Run'), arguments: [run] };
    item.accessibilityInformation = { label: `${run.name}, ${item.description}` };
    return item;
  }

  getParent(): null {
    return null;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#emitter.dispose();
  }
}

export function createRunsView(runs: Runs): vscode.Disposable {
  const tree = new RunTree(runs);
  const view = vscode.window.createTreeView('unroll.runs', { treeDataProvider: tree });
  const badge = () => {
    const training = runs.all.filter(({ phase }) => phase === 'running').length;
    view.badge =
      training === 0 ? undefined : { value: training, tooltip: vscode.l10n.t('{0} training', String(training)) };
  };
  return vscode.Disposable.from(tree, view, runs.onDidChange(badge), runs.onDidRemove(badge));
}
