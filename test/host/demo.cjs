/**
 * What `npm start` hands to VS Code as its "test": it opens the sample and starts a training run, as a user would,
 * and never ends. The extension itself knows nothing of it.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- VS Code loads this file as CommonJS. */
const vscode = require('vscode');

exports.run = async () => {
  const [folder] = vscode.workspace.workspaceFolders;
  const sample = vscode.Uri.joinPath(folder.uri, 'river.txt');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(sample));
  await vscode.commands.executeCommand('unroll.trainOnSelection');
  await new Promise(() => {});
};
