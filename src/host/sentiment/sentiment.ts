/** Everything of the sentiment feature that is made when it is first used; `registerSentiment.ts` is there before. */
import * as vscode from 'vscode';
import type { Platform } from '../platform';
import type { Problems } from '../problems';
import type { TextSource } from '../textSource';
import type { SentimentState } from '../api';
import { chooseColumn } from './chooseColumn';
import { CurrentDocument } from './currentDocument';
import { SentimentDocuments } from './documents';
import { readFolder } from './folder';
import type { FolderDocuments } from './folderDocuments';
import { SentimentHover } from './hover';
import { sentenceAtOffset, sentenceInEditor } from './openSentence';
import { Painter } from './painter';
import type { ReaderStore } from './readerStore';
import { Readers } from './readers';
import { SentencePanel, savedSentence } from './sentencePanel';
import { SentimentMenu } from './sentimentMenu';
import { resolveSentimentView } from './sentimentView';
import type { ShownStore } from './shownStore';
import { createStatusItem } from './statusItem';
import { summarise } from './summary';
import { editorInFront } from './textInFront';

export interface SentimentParts {
  readonly context: vscode.ExtensionContext;
  readonly platform: Platform;
  readonly source: TextSource;
  readonly problems: Problems;
  readonly log: vscode.LogOutputChannel;
  readonly store: ShownStore;
  readonly readerStore: ReaderStore;
  readonly tables: FolderDocuments;
}

export class Sentiment implements vscode.Disposable {
  readonly #readers: Readers;
  readonly #documents: SentimentDocuments;
  readonly #current: CurrentDocument;
  readonly #painter: Painter;
  readonly #panel: SentencePanel;
  readonly #menu: SentimentMenu;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly parts: SentimentParts) {
    const { context, platform, store, readerStore, log } = parts;
    this.#readers = new Readers(platform, context.extensionUri, readerStore, log);
    this.#documents = new SentimentDocuments(this.#readers);
    this.#current = new CurrentDocument(this.#documents);
    this.#painter = new Painter(this.#documents, this.#readers);
    this.#panel = new SentencePanel(context.extensionUri, this.#readers, log);
    this.#menu = new SentimentMenu(this.#current, this.#readers, readerStore);
    this.#subscriptions = vscode.Disposable.from(
      createStatusItem(this.#current, this.#readers),
      new SentimentHover(this.#documents, this.#readers),
      this.#documents.onDidHide(({ document }) => store.keep(document.uri, false)),
      ...[this.#current, this.#painter, this.#panel, this.#documents, this.#readers],
    );
  }

  /** A document's sentiment changed: more was read, or it was shown, edited or hidden. */
  get onDidChange(): vscode.Event<unknown> {
    return (listener) =>
      vscode.Disposable.from(this.#documents.onDidChange(listener), this.#documents.onDidHide(listener));
  }

  async showFile(): Promise<void> {
    await this.show(editorInFront(this.parts.source).document);
  }

  async show(document: vscode.TextDocument): Promise<void> {
    const { store } = this.parts;
    await this.#documents.show(document, [], store.column(document.uri));
    store.keep(document.uri, true);
  }

  /** Of the sentences that touch the selections; of the whole file without one. */
  async showSelection(): Promise<void> {
    const { document, selections } = editorInFront(this.parts.source);
    const only = selections
      .filter((selection) => !selection.isEmpty)
      .map(({ start, end }) => [document.offsetAt(start), document.offsetAt(end)] as const);
    if (only.length === 0) await this.show(document);
    else await this.#documents.show(document, only, this.parts.store.column(document.uri));
  }

  hide(): void {
    const shown = this.#current.shown;
    if (shown) this.#documents.hide(shown.document.uri);
  }

  async showFolder(folder: vscode.Uri): Promise<void> {
    const title = vscode.l10n.t('Unroll: reading the sentiment of a folder');
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    const reading = await vscode.window.withProgress(options, (progress, cancelled) => {
      const report = (message: string, increment: number) => progress.report({ message, increment });
      return readFolder(folder, this.#readers, report, cancelled);
    });
    await this.parts.tables.show(folder, reading);
  }

  /** Opens the sentence at the cursor, or at an offset of a document. */
  async openSentence(uri?: vscode.Uri, offset = 0): Promise<void> {
    const sentence = uri
      ? await sentenceAtOffset(await vscode.workspace.openTextDocument(uri), offset, this.#documents, this.#readers)
      : await sentenceInEditor(editorInFront(this.parts.source), this.#documents, this.#readers);
    await this.#readers.open();
    this.#panel.show(sentence);
  }

  async chooseColumn(): Promise<void> {
    const { document } = editorInFront(this.parts.source);
    const column = await chooseColumn(document);
    if (column === undefined) return;
    this.parts.store.chooseColumn(document.uri, column);
    const shown = this.#documents.get(document.uri);
    if (!shown) return this.show(document);
    shown.column = column;
    this.#documents.again(shown);
  }

  /** Uses another model in this workspace, null for the shipped one. Rejects with words when the file is no model. */
  useReader(reader: Uint8Array | null, name: string): Promise<void> {
    return this.#readers.use(reader, name);
  }

  showMenu(): Promise<void> {
    return this.#menu.show();
  }

  resolveView(view: vscode.WebviewView): void {
    const { context, log, problems } = this.parts;
    resolveSentimentView(view, {
      extensionUri: context.extensionUri,
      documents: this.#documents,
      current: this.#current,
      readers: this.#readers,
      log,
      open: ({ document }, index) =>
        void problems.guard(() =>
          this.openSentence(document.uri, this.#documents.get(document.uri)?.sentences.starts[index]),
        ),
    });
  }

  restorePanel(panel: vscode.WebviewPanel, state: unknown): void {
    this.#panel.attach(panel, savedSentence(state));
  }

  /** What is known of a document, for the API; null while its sentiment is not shown. */
  state(uri: vscode.Uri): SentimentState | null {
    const shown = this.#documents.get(uri);
    if (!shown) return null;
    const { info } = this.#readers;
    const { done, total, finished, notice, problem, sentences } = shown;
    return {
      reader: info?.name ?? null,
      labels: info?.labels ?? [],
      starts: sentences.starts.slice(),
      ends: sentences.ends.slice(),
      given: sentences.labels.slice(),
      probabilities: sentences.probabilities.slice(),
      counts: info ? summarise(info, sentences).counts : [],
      ...{ done, total, finished, notice, problem },
      drawn: this.#painter.painted(shown),
    };
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
