/** What a user can do with a run, from the panel, the Runs view or the palette alike. */
import * as vscode from 'vscode';
import type { RunAction } from '../protocol/messages';
import type { Run } from './run';
import type { Runs } from './runs';
import type { RunStore } from './runStore';
import type { Training } from './training';

export type Actions = Readonly<Record<RunAction, (run: Run) => Promise<void>>>;

/** What the actions work on. `restart` begins a new run on the text of another, with other settings. */
export interface ActionParts {
  readonly runs: Runs;
  readonly training: Training;
  readonly store: RunStore;
  restart(run: Run, learningRate: number): Promise<void>;
}

export function createActions({ runs, training, store, restart }: ActionParts): Actions {
  return {
    start: (run) => training.start(run),
    pause: (run) => training.pause(run),
    step: (run) => training.step(run),
    stop: (run) => training.stop(run),
    reset: (run) => training.reset(run),
    // Rounded to three digits: 0.003 / 10 is 0.00030000000000000003 in binary.
    lowerRate: (run) => restart(run, Number((run.config.learningRate / 10).toPrecision(3))),
    save: (run) => saveCheckpoint(run, training),
    async rename(run) {
      const name = await vscode.window.showInputBox({
        title: vscode.l10n.t('Rename Run'),
        value: run.name,
        validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A run needs a name.') : null),
      });
      if (name === undefined) return;
      run.name = name.trim();
      runs.touch(run);
      store.offerRecord(run);
    },
    async delete(run) {
      const yes = vscode.l10n.t('Delete');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Delete the run “{0}”?', run.name),
        { modal: true, detail: vscode.l10n.t('Its curves and its checkpoint are deleted for good.') },
        yes,
      );
      if (answer === yes) runs.remove(run);
    },
  };
}

async function saveCheckpoint(run: Run, training: Training): Promise<void> {
  const name = `${run.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-${run.step}.safetensors`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Checkpoint'),
    filters: { Safetensors: ['safetensors'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (target) await vscode.workspace.fs.writeFile(target, await training.checkpoint(run));
}
