/**
 * What `npm start` installs beside Unroll: it does what a user would do first, open the sample and train on it.
 * Unroll itself knows nothing of it.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- VS Code loads this file as CommonJS. */
const vscode = require('vscode');

exports.activate = async (context) => {
  // After a reload of the window the run is still there: it is not started twice.
  if (context.workspaceState.get('started')) return;
  await context.workspaceState.update('started', true);
  const [folder] = vscode.workspace.workspaceFolders;
  const sample = vscode.Uri.joinPath(folder.uri, 'river.txt');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(sample));
  await vscode.commands.executeCommand('unroll.trainOnSelection');
};
