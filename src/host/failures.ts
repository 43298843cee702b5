/** Tells the user when a run failed while nobody asked it anything, and offers what helps. */
import * as vscode from 'vscode';
import type { Actions } from './actions';
import { Problem } from './problems';
import type { Problems } from './problems';
import type { Training } from './training';

export interface FailureParts {
  readonly training: Training;
  readonly actions: Actions;
  readonly problems: Problems;
}

export function registerFailureMessages({ training, actions, problems }: FailureParts): vscode.Disposable {
  return training.onDidFail((run) => {
    const { phase, reason } = run;
    const message = vscode.l10n.t('“{0}”: {1}', run.name, reason?.message ?? vscode.l10n.t('The run failed.'));
    const again = { title: vscode.l10n.t('Resume'), run: () => problems.guard(() => actions.start(run)) };
    const lower = {
      title: vscode.l10n.t('Restart with a Tenth of the Learning Rate'),
      run: () => problems.guard(() => actions.lowerRate(run)),
    };
    if (phase !== 'failed') problems.warn(message);
    else problems.show(new Problem(message, [reason?.code === 'nonFinite' ? lower : again]));
  });
}
