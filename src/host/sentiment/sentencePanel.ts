/** The panel that opens one sentence: its page asks for readings, and for its words in the editor. */
import * as vscode from 'vscode';
import { createLink } from '../../protocol/link';
import type { Link } from '../../protocol/link';
import type { SentenceEvents, SentenceMethods } from '../../protocol/sentiment';
import { sentenceGuards } from '../../protocol/sentimentGuards';
import { webviewPage, webviewPort, webviewRoot } from '../webviewPage';
import type { Readers } from './readers';
import { revealOffsets } from './reveal';

/** A sentence, and where it stood when it was opened; null when it was written in the panel. */
export interface OpenedSentence {
  readonly text: string;
  readonly place: {
    readonly uri: vscode.Uri;
    readonly language: string;
    readonly start: number;
    readonly label: string;
  } | null;
}

interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly link: Link<SentenceEvents>;
  readonly listeners: vscode.Disposable;
}

export const SENTENCE_PANEL = 'unroll.sentence';

export class SentencePanel implements vscode.Disposable {
  #open: Open | null = null;
  #ready = false;
  #sentence: OpenedSentence | null = null;
  /** Readings asked for: a later one makes an earlier one's answer old. */
  #asked = 0;
  readonly #subscription: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly readers: Readers,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscription = readers.onDidChange(() => void this.#send());
  }

  /** Shows a sentence; a new panel opens beside the text. The focus stays where it is. */
  show(sentence: OpenedSentence): void {
    this.#sentence = sentence;
    if (this.#open) {
      this.#open.panel.reveal(undefined, true);
      void this.#send();
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.attach(vscode.window.createWebviewPanel(SENTENCE_PANEL, vscode.l10n.t('Sentence'), column), sentence);
  }

  /** Takes over a panel: a new one, or one that VS Code restored after a reload. */
  attach(panel: vscode.WebviewPanel, sentence: OpenedSentence | null): void {
    this.#open?.panel.dispose();
    this.#sentence = sentence;
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.extensionUri)] };
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    const methods: SentenceMethods = {
      ready: () => {
        this.#ready = true;
        void this.#send();
      },
      read: ({ text, explained }) => this.readers.read(text, explained, null),
      reveal: ({ from, to }) => void this.#reveal(from, to),
    };
    const link = createLink<SentenceMethods, SentenceEvents>(webviewPort(panel.webview), methods, {
      guards: sentenceGuards,
      onProblem: (problem) => this.log.warn(`Sentence: ${problem}`),
    });
    const listeners = vscode.Disposable.from(
      panel.onDidChangeViewState(() => {
        // A hidden page is gone with all it knew; shown again, it asks anew.
        if (!panel.visible) this.#ready = false;
      }),
      panel.onDidDispose(() => this.#detach(panel)),
    );
    this.#open = { panel, link, listeners };
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, 'sentence', vscode.l10n.t('Sentence'));
  }

  async #send(): Promise<void> {
    const sentence = this.#sentence;
    if (!this.#open || !this.#ready) return;
    if (sentence === null) {
      const problem = vscode.l10n.t('No sentence is open. Put the cursor in one and run “Open Sentence in Panel”.');
      this.#open.link.notify.problem({ problem });
      return;
    }
    const asked = ++this.#asked;
    try {
      const reading = await this.readers.read(sentence.text, null, sentence.place?.language ?? null);
      if (asked === this.#asked) this.#open?.link.notify.sentence({ reading, place: sentence.place?.label ?? null });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (asked === this.#asked) this.#open?.link.notify.problem({ problem });
    }
  }

  /** Selects characters of the sentence where it stands now: in its old place, else at the one place that has its text. */
  async #reveal(from: number, to: number): Promise<void> {
    const { text, place } = this.#sentence ?? {};
    if (text === undefined || !place) return;
    const document = await vscode.workspace.openTextDocument(place.uri);
    const whole = document.getText();
    const found = whole.startsWith(text, place.start) ? place.start : whole.indexOf(text);
    const unique = found === place.start || (found >= 0 && whole.indexOf(text, found + 1) < 0);
    if (unique) await revealOffsets(place.uri, [found + from, found + Math.min(to, text.length)]);
    else vscode.window.setStatusBarMessage(vscode.l10n.t('Unroll: this sentence has been edited since.'), 5000);
  }

  #detach(panel: vscode.WebviewPanel): void {
    if (panel !== this.#open?.panel) return;
    this.#open.listeners.dispose();
    this.#open.link.dispose();
    this.#open = null;
    this.#ready = false;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#open?.panel.dispose();
  }
}

/** The sentence in what the panel's page saved, or null. */
export function savedSentence(state: unknown): OpenedSentence | null {
  if (typeof state !== 'object' || state === null) return null;
  const { text } = state as { readonly text?: unknown };
  return typeof text === 'string' && text !== '' ? { text, place: null } : null;
}
