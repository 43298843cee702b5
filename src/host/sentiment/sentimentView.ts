/** The Sentiment view in the Activity Bar: the course of the document in front, and its sentences as a list. */
import * as vscode from 'vscode';
import { createLink } from '../../protocol/link';
import type { ReadDocument, ReaderInfo, SentimentEvents, SentimentMethods } from '../../protocol/sentiment';
import { sentimentGuards } from '../../protocol/sentimentGuards';
import { nameOf } from '../textSource';
import { Throttle } from '../throttle';
import { webviewPage, webviewPort, webviewRoot } from '../webviewPage';
import type { CurrentDocument } from './currentDocument';
import type { SentimentDocuments } from './documents';
import type { Readers } from './readers';
import { revealOffsets } from './reveal';
import type { ShownDocument } from './shownDocument';

/** Between two pictures of a document: a long one costs the host more to send. */
const SEND_MS = 200;
const SENT_PER_MS = 20;
/** Longest excerpt of a sentence in the list. */
const EXCERPT = 400;

export interface ViewParts {
  readonly extensionUri: vscode.Uri;
  readonly documents: SentimentDocuments;
  readonly current: CurrentDocument;
  readonly readers: Readers;
  readonly log: vscode.LogOutputChannel;
  open(shown: ShownDocument, index: number): void;
}

/** Fills the view's page and keeps it up to date until the view is closed. */
export function resolveSentimentView(view: vscode.WebviewView, parts: ViewParts): void {
  const { extensionUri, documents, current, readers, log } = parts;
  view.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] };
  const send = () => {
    if (!view.visible) return;
    const document = current.shown && readers.info ? readDocument(current.shown, readers.info) : null;
    link.notify.document({ document });
    link.notify.cursor({ index: current.cursor });
  };
  const throttle = new Throttle(send, () =>
    Math.max(SEND_MS, (current.shown?.sentences.starts.length ?? 0) / SENT_PER_MS),
  );
  /** The page may be a message behind: a document that is hidden or a sentence that is gone is no error. */
  const on = (key: string, index: number, act: (shown: ShownDocument) => void) => {
    const shown = documents.get(vscode.Uri.parse(key));
    if (shown && index < shown.sentences.starts.length) act(shown);
  };
  const methods: SentimentMethods = {
    ready: send,
    excerpts: ({ document, indices }) => {
      const shown = documents.get(vscode.Uri.parse(document));
      return Promise.resolve(indices.map((index) => (shown ? excerpt(shown, index) : '')));
    },
    reveal: ({ document, index }) =>
      on(document, index, (shown) => void revealOffsets(shown.document.uri, shown.offsets(index))),
    open: ({ document, index }) => on(document, index, (shown) => parts.open(shown, index)),
    command: ({ command }) => void vscode.commands.executeCommand(command),
  };
  const link = createLink<SentimentMethods, SentimentEvents>(webviewPort(view.webview), methods, {
    guards: sentimentGuards,
    onProblem: (problem) => log.warn(`Sentiment view: ${problem}`),
  });
  const listeners = vscode.Disposable.from(
    current.onDidChange(() => throttle.request()),
    current.onDidMove((index) => {
      if (view.visible) link.notify.cursor({ index });
    }),
    view.onDidChangeVisibility(send),
    throttle,
  );
  view.onDidDispose(() => {
    listeners.dispose();
    link.dispose();
  });
  view.webview.html = webviewPage(view.webview, extensionUri, 'sentiment', vscode.l10n.t('Sentiment'));
}

function readDocument(shown: ShownDocument, reader: ReaderInfo): ReadDocument {
  const { key, document, sentences, done, total, finished, problem } = shown;
  return {
    document: key,
    name: nameOf(document.uri),
    reader,
    length: shown.length,
    ...sentences,
    lines: sentences.starts.map((start) => document.positionAt(start).line),
    done,
    total,
    finished,
    notice: problem ?? shown.notice,
  };
}

function excerpt(shown: ShownDocument, index: number): string {
  if (index >= shown.sentences.starts.length) return '';
  return shown.document.getText(shown.rangeOf(index)).slice(0, EXCERPT).replace(/\s+/g, ' ');
}
