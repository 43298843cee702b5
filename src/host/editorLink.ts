/** Between the picture and the text: columns select characters, characters select columns, and the view follows. */
import * as vscode from 'vscode';
import type { Run } from './run';
import type { Runs } from './runs';
import { Throttle } from './throttle';
import { documentOf } from './tracking';
import type { Tracking } from './tracking';

/** Longest stretch of visible text that is probed. */
const PROBE_TOKENS = 256;
const SCROLL_MS = 200;

export interface TokenRange {
  readonly run: Run;
  /** Token positions `[from, to)`; null when the editor's selection lies outside the run's text. */
  readonly range: readonly [number, number] | null;
}

export class EditorLink implements vscode.Disposable {
  readonly #selected = new vscode.EventEmitter<TokenRange>();
  readonly #scrolled = new vscode.EventEmitter<TokenRange>();
  readonly #scroll = new Throttle(() => this.#fireVisible(), SCROLL_MS);
  readonly #subscriptions: vscode.Disposable;
  /** The selection moved in an editor that shows the text of the run on show. */
  readonly onDidSelect = this.#selected.event;
  /** Another part of the run's text is visible; at most 256 tokens of it. */
  readonly onDidScroll = this.#scrolled.event;

  constructor(
    private readonly runs: Runs,
    private readonly tracking: Tracking,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#fireSelection(textEditor)),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (this.#shows(textEditor, runs.active)) this.#scroll.request();
      }),
      this.#scroll,
      this.#selected,
      this.#scrolled,
    );
  }

  /** Token positions that are visible now, or null. */
  visibleTokens(run: Run): readonly [number, number] | null {
    const editor = vscode.window.visibleTextEditors.find((candidate) => this.#shows(candidate, run));
    const [first] = editor?.visibleRanges ?? [];
    const last = editor?.visibleRanges.at(-1);
    if (!editor || !first || !last) return null;
    const { document } = editor;
    const tokens = this.tracking.toTokens(run, document.offsetAt(first.start), document.offsetAt(last.end));
    return tokens && [tokens[0], Math.min(tokens[1], tokens[0] + PROBE_TOKENS)];
  }

  /** Selects the characters of these tokens, in the editor that shows them or in a new one. The focus stays. */
  async reveal(run: Run, from: number, to: number): Promise<void> {
    const editor = await this.#editorOf(run);
    if (!editor) {
      this.#say(vscode.l10n.t('The document of “{0}” is no longer open.', run.name));
      return;
    }
    const { document } = editor;
    const ranges = this.tracking.toDocument(run, from, to);
    if (ranges.length === 0) {
      this.#say(vscode.l10n.t('This part of the text was edited after the run began.'));
      return;
    }
    editor.selections = ranges.map(
      ({ start, end }) => new vscode.Selection(document.positionAt(start), document.positionAt(end)),
    );
    editor.revealRange(editor.selections[0]!, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #editorOf(run: Run): Promise<vscode.TextEditor | undefined> {
    const visible = () => vscode.window.visibleTextEditors.find((editor) => this.#shows(editor, run));
    const uri = run.text.document;
    if (visible() || uri === null) return visible();
    if (uri.scheme === 'vscode-notebook-cell') {
      await revealCell(uri);
      return visible();
    }
    // A closed untitled document is gone: opening its URI would make a new, empty one.
    if (!documentOf(run) && uri.scheme === 'untitled') return undefined;
    const document = await vscode.workspace.openTextDocument(uri);
    await this.tracking.follow(run);
    return vscode.window.showTextDocument(document, { viewColumn: textColumn(), preserveFocus: true });
  }

  #shows({ document }: vscode.TextEditor, run: Run | null): boolean {
    return run !== null && run.text.document?.toString() === document.uri.toString();
  }

  #fireSelection(editor: vscode.TextEditor): void {
    const run = this.runs.active;
    if (run === null || !this.#shows(editor, run)) return;
    const { document, selection } = editor;
    const range = this.tracking.toTokens(run, document.offsetAt(selection.start), document.offsetAt(selection.end));
    this.#selected.fire({ run, range });
  }

  #fireVisible(): void {
    const run = this.runs.active;
    const range = run && this.visibleTokens(run);
    if (run && range) this.#scrolled.fire({ run, range });
  }

  #say(message: string): void {
    vscode.window.setStatusBarMessage(message, 5000);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** Beside the panel, where text is: the column of a visible editor, else the first. */
function textColumn(): vscode.ViewColumn {
  const columns = vscode.window.visibleTextEditors.map(({ viewColumn }) => viewColumn);
  return columns.find((column) => column !== undefined) ?? vscode.ViewColumn.One;
}

/** Brings a notebook cell on screen, if its notebook is open. */
async function revealCell(uri: vscode.Uri): Promise<void> {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find(({ document }) => document.uri.toString() === uri.toString());
    if (!cell) continue;
    const selections = [new vscode.NotebookRange(cell.index, cell.index + 1)];
    await vscode.window.showNotebookDocument(notebook, { selections, preserveFocus: true });
    return;
  }
}
