/** What the status bar item offers. */
import * as vscode from 'vscode';
import type { CurrentDocument } from './currentDocument';
import type { Readers } from './readers';
import type { ReaderStore } from './readerStore';
import { revealOffsets } from './reveal';
import { strongest } from './summary';
import type { ShownDocument } from './shownDocument';

interface Choice extends vscode.QuickPickItem {
  run(): unknown;
}

export class SentimentMenu {
  /** The document whose strongest sentences are visited, and how many were. */
  #visited: { readonly shown: ShownDocument; readonly count: number } | null = null;

  constructor(
    private readonly current: CurrentDocument,
    private readonly readers: Readers,
    private readonly store: ReaderStore,
  ) {}

  async show(): Promise<void> {
    const t = vscode.l10n.t;
    const { shown } = this.current;
    const command = (id: string) => () => vscode.commands.executeCommand(id);
    const choices: Choice[] = [
      ...(shown === null
        ? [{ label: `$(eye) ${t('Show sentiment of the current file')}`, run: command('unroll.showSentiment') }]
        : this.#ofShown(shown)),
      { label: `$(list-unordered) ${t('Open the Sentiment view')}`, run: command('unroll.sentiment.focus') },
      { label: `$(folder) ${t('Read a folder…')}`, run: command('unroll.showFolderSentiment') },
      ...(this.store.ownName === null
        ? []
        : [{ label: `$(discard) ${t('Use Unroll’s own model again')}`, run: command('unroll.useShippedReader') }]),
    ];
    const placeHolder = shown?.problem ?? shown?.notice ?? this.readers.info?.modelLine ?? '';
    const chosen = await vscode.window.showQuickPick(choices, { title: t('Sentiment'), placeHolder });
    await chosen?.run();
  }

  #ofShown(shown: ShownDocument): Choice[] {
    const t = vscode.l10n.t;
    return [
      { label: `$(arrow-down) ${t('Go to the next strongest sentence')}`, run: () => this.nextStrongest(shown) },
      { label: `$(eye-closed) ${t('Hide')}`, run: () => vscode.commands.executeCommand('unroll.hideSentiment') },
    ];
  }

  /** Selects the surest sentence that is not neutral, then the next, and after the last the first again. */
  async nextStrongest(shown: ShownDocument): Promise<void> {
    const order = this.readers.info ? strongest(this.readers.info, shown.sentences) : [];
    if (order.length === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('Unroll: no sentence stands out here.'), 5000);
      return;
    }
    const count = this.#visited?.shown === shown ? this.#visited.count : 0;
    this.#visited = { shown, count: count + 1 };
    await revealOffsets(shown.document.uri, shown.offsets(order[count % order.length]!), true);
  }
}
