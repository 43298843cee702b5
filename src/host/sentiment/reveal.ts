/** Selects a stretch of a document in an editor. */
import * as vscode from 'vscode';
import type { Offsets } from './shownDocument';

/** In the editor that shows the document, else in a new one. The focus stays where it is unless `focus` is true. */
export async function revealOffsets(uri: vscode.Uri, [from, to]: Offsets, focus = false): Promise<void> {
  const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  const document = visible?.document ?? (await vscode.workspace.openTextDocument(uri));
  const column = visible?.viewColumn ?? vscode.ViewColumn.One;
  const editor =
    visible && !focus
      ? visible
      : await vscode.window.showTextDocument(document, { viewColumn: column, preserveFocus: !focus });
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
