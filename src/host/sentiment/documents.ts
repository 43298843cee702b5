/** Which documents' sentiment is shown, and the readings they get: asked for again when they change. */
import * as vscode from 'vscode';
import { Throttle } from '../throttle';
import type { Readers } from './readers';
import { sentencesIn } from './sentences';
import { ShownDocument } from './shownDocument';
import type { Offsets } from './shownDocument';

/** Between two readings while somebody types; a long text costs the host more to hand over, so it waits longer. */
const TYPING_MS = 40;
const UNITS_PER_MS = 40_000;

/** Two readings of what is on screen, while a document is still being read and somebody scrolls. */
const SCROLL_MS = 300;

interface Entry {
  readonly shown: ShownDocument;
  readonly typing: Throttle;
}

export class SentimentDocuments implements vscode.Disposable {
  #version = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<ShownDocument>();
  readonly #hidden = new vscode.EventEmitter<ShownDocument>();
  readonly #scroll = new Throttle(() => this.#readVisible(), SCROLL_MS);
  readonly #subscriptions: vscode.Disposable;
  /** A document came, more of it was read, or it was edited. */
  readonly onDidChange = this.#changed.event;
  readonly onDidHide = this.#hidden.event;

  constructor(private readonly readers: Readers) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidCloseTextDocument((document) => setTimeout(() => this.#closed(document))),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (this.get(textEditor.document.uri)?.finished === false) this.#scroll.request();
      }),
      readers.onDidChange(() => {
        for (const { shown } of this.#entries.values()) {
          shown.clear();
          this.#scan(shown);
        }
      }),
      readers.onScan((event) => {
        const shown = this.#entries.get(event.kind === 'failed' ? event.document : event.scanned.document)?.shown;
        const news = event.kind === 'failed' ? shown?.failed(event.version, event.problem) : shown?.take(event.scanned);
        if (shown && news) this.#changed.fire(shown);
      }),
      this.#scroll,
      this.#changed,
      this.#hidden,
    );
  }

  get all(): readonly ShownDocument[] {
    return Array.from(this.#entries.values(), ({ shown }) => shown);
  }

  get(uri: vscode.Uri): ShownDocument | null {
    return this.#entries.get(uri.toString())?.shown ?? null;
  }

  /** Shows a document's sentiment, or that of some ranges of it. Rejects with words when there is no reader to read it. */
  async show(document: vscode.TextDocument, only: readonly Offsets[], column: string | null): Promise<void> {
    this.hide(document.uri);
    const shown = new ShownDocument(document, only, column, () => ++this.#version);
    const delay = Math.max(TYPING_MS, shown.length / UNITS_PER_MS);
    this.#entries.set(shown.key, { shown, typing: new Throttle(() => this.#scan(shown), delay) });
    this.#changed.fire(shown);
    try {
      await this.readers.open();
    } catch (error) {
      if (this.get(document.uri) === shown) this.hide(document.uri);
      throw error;
    }
    this.#scan(shown);
  }

  /** Reads a document again, e.g. by another of its columns. */
  again(shown: ShownDocument): void {
    shown.clear();
    this.#scan(shown);
  }

  hide(uri: vscode.Uri): void {
    const entry = this.#entries.get(uri.toString());
    if (!entry) return;
    this.#entries.delete(uri.toString());
    entry.typing.dispose();
    this.readers.forget(uri.toString());
    this.#hidden.fire(entry.shown);
  }

  #scan(shown: ShownDocument): void {
    if (this.get(shown.document.uri) !== shown || this.readers.info === null) return;
    this.readers.scan(shown.request(visibleOffsets(shown.document)));
    this.#changed.fire(shown);
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const entry = this.#entries.get(document.uri.toString());
    if (!entry || contentChanges.length === 0) return;
    entry.shown.edited(contentChanges);
    this.#changed.fire(entry.shown);
    entry.typing.request();
  }

  /** A document whose language is changed is closed and opened in one go: then it is read anew. */
  #closed(document: vscode.TextDocument): void {
    const shown = this.get(document.uri);
    if (shown?.document !== document) return;
    if (document.isClosed) this.hide(document.uri);
    else this.again(shown);
  }

  /**
   * A scan that has not come to what is on screen now begins again there; what it has read already costs next to
   * nothing.
   */
  #readVisible(): void {
    for (const { document } of vscode.window.visibleTextEditors) {
      const shown = this.get(document.uri);
      if (!shown || shown.finished) continue;
      const [from, to] = sentencesIn(shown.sentences, ...visibleOffsets(document));
      if (from === to) this.#scan(shown);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const { typing } of this.#entries.values()) typing.dispose();
  }
}

/** The part of a document that an editor shows now; its beginning when none does. */
export function visibleOffsets(document: vscode.TextDocument): Offsets {
  const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
  const first = editor?.visibleRanges[0];
  const last = editor?.visibleRanges.at(-1);
  return first && last ? [document.offsetAt(first.start), document.offsetAt(last.end)] : [0, 0];
}
