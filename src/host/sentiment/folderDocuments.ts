/** Tables of folders as documents that VS Code shows and nobody can edit. */
import * as vscode from 'vscode';
import type { FileLine, FolderReading } from './folderTable';
import { folderCsv, folderMarkdown } from './folderTable';

export const FOLDER_SCHEME = 'unroll-sentiment';

interface Table {
  readonly folder: vscode.Uri;
  readonly reading: FolderReading;
  readonly text: string;
  readonly files: readonly FileLine[];
}

export class FolderDocuments implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  readonly #tables = new Map<string, Table>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  /** Shows the table of a folder; read again, it takes the place of the one before. */
  async show(folder: vscode.Uri, reading: FolderReading): Promise<void> {
    const path = `/${vscode.l10n.t('Sentiment of {0}', reading.folder)}.md`;
    const uri = vscode.Uri.from({ scheme: FOLDER_SCHEME, path, query: folder.toString() });
    this.#tables.set(uri.toString(), { folder, reading, ...folderMarkdown(reading, vscode.l10n.t) });
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const gone = vscode.l10n.t(
      'This table was not kept. Run “Unroll: Show Sentiment of Folder” to read the folder again.',
    );
    return this.#tables.get(uri.toString())?.text ?? `${gone}\n`;
  }

  /** Each file's name opens it. */
  provideDocumentLinks({ uri }: vscode.TextDocument): vscode.DocumentLink[] {
    const table = this.#tables.get(uri.toString());
    return (table?.files ?? []).map(
      ({ line, from, path }) =>
        new vscode.DocumentLink(
          new vscode.Range(line, from, line, from + path.length),
          vscode.Uri.joinPath(table!.folder, path),
        ),
    );
  }

  /** Saves the table of a document as CSV where the user says; nothing for another document. */
  async export(uri: vscode.Uri): Promise<void> {
    const table = this.#tables.get(uri.toString());
    if (!table) return;
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export as CSV'),
      filters: { CSV: ['csv'] },
      defaultUri: vscode.Uri.joinPath(table.folder, `${table.reading.folder}-sentiment.csv`),
    });
    if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(folderCsv(table.reading)));
  }
}
