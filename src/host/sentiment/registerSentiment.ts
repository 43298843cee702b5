/**
 * What must be there as soon as the extension is: commands, the Sentiment view, the Sentence panel and tables of folders.
 * The rest is loaded when one of them is used, or when a document is to be shown from the start.
 */
import * as vscode from 'vscode';
import type { SentimentApi } from '../api';
import { FOLDER_SCHEME, FolderDocuments } from './folderDocuments';
import { ReaderStore } from './readerStore';
import type { Sentiment, SentimentParts } from './sentiment';
import { ShownStore } from './shownStore';

/** The feature as the rest of the extension sees it. */
export interface SentimentFeature extends vscode.Disposable {
  readonly api: SentimentApi;
  /** Uses another model in this workspace, null for the shipped one. Rejects with words when the file is no model. */
  useReader(reader: Uint8Array | null, name: string): Promise<void>;
}

export function registerSentiment(parts: Omit<SentimentParts, 'store' | 'readerStore' | 'tables'>): SentimentFeature {
  const { context, problems } = parts;
  const store = new ShownStore(context.workspaceState);
  const readerStore = new ReaderStore(context);
  const tables = new FolderDocuments();
  const changed = new vscode.EventEmitter<void>();
  let loading: Promise<Sentiment> | null = null;
  let loaded: Sentiment | null = null;
  const load = (): Promise<Sentiment> =>
    (loading ??= import('./sentiment').then(({ Sentiment }) => {
      loaded = new Sentiment({ ...parts, store, readerStore, tables });
      loaded.onDidChange(() => changed.fire());
      return loaded;
    }));
  const command = (id: string, work: (sentiment: Sentiment, ...args: unknown[]) => unknown) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) =>
      problems.guard(async () => work(await load(), ...args)),
    );
  const useReader = async (reader: Uint8Array | null, name: string) => (await load()).useReader(reader, name);

  const registrations = vscode.Disposable.from(
    command('unroll.showSentiment', (sentiment) => sentiment.showFile()),
    command('unroll.showSelectionSentiment', (sentiment) => sentiment.showSelection()),
    command('unroll.hideSentiment', (sentiment) => sentiment.hide()),
    command('unroll.showFolderSentiment', async (sentiment, uri) => {
      const folder = uri instanceof vscode.Uri ? uri : await pickFolder();
      if (folder) await sentiment.showFolder(folder);
    }),
    command('unroll.openSentence', (sentiment, key, offset) =>
      typeof key === 'string' && typeof offset === 'number'
        ? sentiment.openSentence(vscode.Uri.parse(key), offset)
        : sentiment.openSentence(),
    ),
    command('unroll.chooseSentimentColumn', (sentiment) => sentiment.chooseColumn()),
    command('unroll.useShippedReader', (sentiment) => sentiment.useReader(null, '')),
    command('unroll.sentimentMenu', (sentiment) => sentiment.showMenu()),
    vscode.commands.registerCommand('unroll.exportFolderSentiment', (uri: unknown) =>
      problems.guard(async () => {
        const document = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
        if (document) await tables.export(document);
      }),
    ),
    vscode.workspace.registerTextDocumentContentProvider(FOLDER_SCHEME, tables),
    vscode.languages.registerDocumentLinkProvider({ scheme: FOLDER_SCHEME }, tables),
    vscode.window.registerWebviewViewProvider('unroll.sentiment', {
      resolveWebviewView: async (view) => (await load()).resolveView(view),
    }),
    vscode.window.registerWebviewPanelSerializer('unroll.sentence', {
      deserializeWebviewPanel: async (panel, state: unknown) => (await load()).restorePanel(panel, state),
    }),
    ...showByItself(store, (document) => problems.guard(async () => (await load()).show(document))),
    changed,
    new vscode.Disposable(() => loaded?.dispose()),
  );
  return {
    api: { onDidChange: changed.event, state: (uri) => loaded?.state(uri) ?? null },
    useReader,
    dispose: () => registrations.dispose(),
  };
}

/** Shows again what was shown before a reload, and with `unroll.sentiment.onOpen` every text that comes to the front. */
function showByItself(
  store: ShownStore,
  show: (document: vscode.TextDocument) => Promise<void>,
): readonly vscode.Disposable[] {
  /** Asked for once each: what the user hides stays hidden. */
  const seen = new WeakSet<vscode.TextDocument>();
  const consider = (document: vscode.TextDocument, inFront: boolean) => {
    const onOpen =
      inFront && readable(document) && vscode.workspace.getConfiguration('unroll', document).get('sentiment.onOpen');
    if (seen.has(document) || (!onOpen && !store.wasShown(document.uri))) return;
    seen.add(document);
    void show(document);
  };
  const front = (editor: vscode.TextEditor | undefined) => editor && consider(editor.document, true);
  if (!store.isEmpty) for (const document of vscode.workspace.textDocuments) consider(document, false);
  front(vscode.window.activeTextEditor);
  return [
    vscode.workspace.onDidOpenTextDocument((document) => consider(document, false)),
    vscode.window.onDidChangeActiveTextEditor(front),
  ];
}

/** Texts of the user's own: not outputs, settings or other pages that VS Code makes. */
function readable({ uri }: vscode.TextDocument): boolean {
  return ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-notebook-cell'].includes(uri.scheme);
}

/** A folder of the workspace, or another one. */
async function pickFolder(): Promise<vscode.Uri | undefined> {
  const options = { canSelectFolders: true, canSelectFiles: false, openLabel: vscode.l10n.t('Read Sentiment') };
  const [first, ...more] = vscode.workspace.workspaceFolders ?? [];
  if (!first) return (await vscode.window.showOpenDialog(options))?.[0];
  const other = { label: `$(folder-opened) ${vscode.l10n.t('Another folder…')}`, folder: null };
  const items = [first, ...more].map(({ name, uri }) => ({ label: `$(folder) ${name}`, folder: uri }));
  const chosen = await vscode.window.showQuickPick([...items, other], { title: vscode.l10n.t('Folder to Read') });
  if (!chosen) return undefined;
  return chosen.folder ?? (await vscode.window.showOpenDialog({ ...options, defaultUri: first.uri }))?.[0];
}
