import * as vscode from 'vscode';
import { Problem } from './problems';
import type { Run } from './run';
import type { Training } from './training';

/** Makes a model the one that reads sentiment in this workspace. Rejects with words when the file is no model. */
export type UseReader = (reader: Uint8Array, name: string) => Promise<void>;

/** Reads the sentiment of this workspace with a classifier of the user's own, as of its best validation. */
export async function useAsSentimentModel(run: Run, training: Training, useReader: UseReader): Promise<void> {
  const { name } = run;
  if (run.info !== null && run.labels.length === 0) {
    throw new Problem(
      vscode.l10n.t('“{0}” predicts text and knows no labels. Train a classifier on a labelled file first.', name),
      [
        {
          title: vscode.l10n.t('Train Classifier'),
          run: () => vscode.commands.executeCommand('unroll.trainClassifier'),
        },
      ],
    );
  }
  const title = vscode.l10n.t('Unroll: exporting “{0}”', name);
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    const reader = await (await training.open(run)).ask('exportReader', { name });
    await useReader(reader, name);
  });
  const said = vscode.l10n.t('Unroll: “{0}” now reads the sentiment of this workspace.', name);
  vscode.window.setStatusBarMessage(said, 10_000);
}
