/** The editor a sentiment command means. */
import * as vscode from 'vscode';
import { Problem } from '../problems';
import type { TextSource } from '../textSource';

/** Throws a `Problem` when no editor is in front, or one whose file is too large to be handed to extensions. */
export function editorInFront(source: TextSource): vscode.TextEditor {
  const editor = source.editor();
  if (editor) return editor;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  throw new Problem(
    input instanceof vscode.TabInputText
      ? vscode.l10n.t(
          'This file is too large: VS Code hands files above 50 MB to no extension. Copy the part you want to read into a new file.',
        )
      : vscode.l10n.t('There is no text to read. Open a file, or paste text into a new one.'),
    input instanceof vscode.TabInputText
      ? []
      : [
          {
            title: vscode.l10n.t('New Text File'),
            run: () => vscode.commands.executeCommand('workbench.action.files.newUntitledFile'),
          },
        ],
  );
}
