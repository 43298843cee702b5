/** The shown document that the side view and the status bar are about: the one in front, else the last that was. */
import * as vscode from 'vscode';
import type { SentimentDocuments } from './documents';
import { sentenceAt } from './sentences';
import type { ShownDocument } from './shownDocument';

export class CurrentDocument implements vscode.Disposable {
  #current: ShownDocument | null = null;
  #cursor = -1;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #moved = new vscode.EventEmitter<number>();
  readonly #subscriptions: vscode.Disposable;
  /** Another document is in front, or more is known of it. */
  readonly onDidChange = this.#changed.event;
  /** The cursor stands in another sentence: its index, or -1. */
  readonly onDidMove = this.#moved.event;

  constructor(private readonly documents: SentimentDocuments) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.#update()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor.document === this.#current?.document) this.#follow();
      }),
      documents.onDidChange((shown) => {
        if (this.#current === null || shown.document === vscode.window.activeTextEditor?.document) this.#update();
        else if (shown === this.#current) this.#changed.fire();
      }),
      documents.onDidHide(() => this.#update()),
      this.#changed,
      this.#moved,
    );
    this.#update();
  }

  get shown(): ShownDocument | null {
    return this.#current;
  }

  /** Index of the sentence that the cursor is in, or -1. */
  get cursor(): number {
    return this.#cursor;
  }

  #update(): void {
    const { activeTextEditor } = vscode.window;
    // In a panel or the side bar no editor is active: what was in front stays, as long as it is shown.
    const front = activeTextEditor ? activeTextEditor.document.uri : this.#current?.document.uri;
    const before = this.#current;
    this.#current = front ? this.documents.get(front) : null;
    if ((before === null) !== (this.#current === null)) {
      void vscode.commands.executeCommand('setContext', 'unroll.sentimentShown', this.#current !== null);
    }
    this.#changed.fire();
    this.#follow();
  }

  #follow(): void {
    const shown = this.#current;
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    // Of several editors of the document the one in front goes first.
    const editors = activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors;
    const editor = editors.find(({ document }) => document === shown?.document);
    const at = editor && shown ? sentenceAt(shown.sentences, editor.document.offsetAt(editor.selection.active)) : -1;
    if (at === this.#cursor) return;
    this.#cursor = at;
    this.#moved.fire(at);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
