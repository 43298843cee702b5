/** Which text a command means: the selection of an editor, its whole document, or a file too large for the editor. */
import * as vscode from 'vscode';
import { takeSnapshot } from '../text/snapshot';
import type { Snapshot } from '../text/snapshot';
import { readSavedText } from './largeFile';
import { Problem } from './problems';

/** A text to train on, and where it came from. */
export interface PickedText {
  readonly snapshot: Snapshot;
  /** Name for lists, e.g. `hamlet.txt:12-80`. */
  readonly label: string;
  readonly document: vscode.Uri | null;
  /** What the user should know about it, or null. */
  readonly notice: string | null;
}

/** Remembers the text editor used last, so that a command from the panel knows which text is meant. */
export class TextSource implements vscode.Disposable {
  #last: vscode.TextEditor | undefined = vscode.window.activeTextEditor;
  readonly #listener = vscode.window.onDidChangeActiveTextEditor((editor) => {
    if (editor && isText(editor)) this.#last = editor;
  });

  /** The selections of the editor (one after the other, in the document's order), or all of it when nothing is selected. */
  async selection(): Promise<PickedText> {
    const editor = this.editor();
    if (!editor) return this.#withoutEditor();
    const { document } = editor;
    const selected = editor.selections
      .filter((selection) => !selection.isEmpty)
      .sort((a, b) => a.start.compareTo(b.start));
    if (selected.length === 0) return wholeDocument(document);
    const lines = `${selected[0]!.start.line + 1}-${selected[selected.length - 1]!.end.line + 1}`;
    return {
      snapshot: takeSnapshot(
        document.getText(),
        selected.map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) })),
      ),
      label: `${nameOf(document.uri)}:${lines}`,
      document: document.uri,
      notice: null,
    };
  }

  /** The whole document, or the file in the active tab when it is too large for an editor. */
  async file(): Promise<PickedText> {
    const editor = this.editor();
    return editor ? wholeDocument(editor.document) : this.#withoutEditor();
  }

  /** The text editor in front, or the one used last while it is still on screen. */
  editor(): vscode.TextEditor | undefined {
    const active = vscode.window.activeTextEditor;
    if (active && isText(active)) return active;
    if (activeFile()) return undefined;
    const visible = vscode.window.visibleTextEditors.filter(isText);
    return visible.find((editor) => editor === this.#last) ?? visible[0];
  }

  /** A notebook whose cell is not being edited, or a file that VS Code shows but hands to no extension. */
  async #withoutEditor(): Promise<PickedText> {
    const notebook = vscode.window.activeNotebookEditor;
    if (notebook && notebook.notebook.cellCount > 0) {
      return wholeDocument(notebook.notebook.cellAt(notebook.selection.start).document);
    }
    const file = activeFile();
    if (!file) {
      throw new Problem(vscode.l10n.t('There is no text to train on. Open a file, or paste text into a new one.'), [
        {
          title: vscode.l10n.t('New Text File'),
          run: () => vscode.commands.executeCommand('workbench.action.files.newUntitledFile'),
        },
      ]);
    }
    const { text, notice } = await readSavedText(file);
    return { snapshot: takeSnapshot(text, []), label: nameOf(file), document: file, notice };
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

function isText({ document }: vscode.TextEditor): boolean {
  return document.uri.scheme !== 'output';
}

/** The file of the active tab. In an editor that hands its text over, `activeTextEditor` comes first. */
function activeFile(): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText) return input.uri;
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return null;
}

function wholeDocument(document: vscode.TextDocument): PickedText {
  const text = document.getText();
  if (text === '') {
    throw new Problem(
      vscode.l10n.t(
        '“{0}” is empty. Write or paste some text first: a few thousand characters show the most.',
        nameOf(document.uri),
      ),
    );
  }
  return {
    snapshot: takeSnapshot(text, []),
    label: nameOf(document.uri),
    document: document.uri,
    notice: null,
  };
}

/** The last part of a document's path. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').pop() || uri.toString();
}
