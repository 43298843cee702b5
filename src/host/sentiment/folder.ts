/** Reads the files of a folder one after the other, as they were saved. */
import * as vscode from 'vscode';
import { describeBinary } from '../../text/binary';
import { decodeText } from '../textBytes';
import type { FileRow, FolderReading } from './folderTable';
import { languagesByName } from './languages';
import type { Readers } from './readers';
import { scanOnce } from './scanOnce';
import { summarise } from './summary';
import { readingLanguage } from './tables';

/** Largest file of a folder that is read, in bytes, and most files. */
const MAX_BYTES = 5_000_000;
const MAX_FILES = 10_000;
/** Never of interest, whatever `files.exclude` says. */
const EXCLUDED = '**/{node_modules,.git}/**';

export type ReportProgress = (message: string, increment: number) => void;

/** Cancelling keeps what was read before. Rejects with words when the reader cannot be opened. */
export async function readFolder(
  folder: vscode.Uri,
  readers: Readers,
  report: ReportProgress,
  cancelled: vscode.CancellationToken,
): Promise<FolderReading> {
  const t = vscode.l10n.t;
  const reader = await readers.open();
  const pattern = new vscode.RelativePattern(folder, '**/*');
  const files = await vscode.workspace.findFiles(pattern, EXCLUDED, MAX_FILES + 1, cancelled);
  const languageOf = languagesByName();
  const rows: FileRow[] = [];
  const leftOut = new Map<string, number>();
  const skip = (reason: string) => leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  if (files.length > MAX_FILES) skip(t('or more files after the first 10,000'));
  const root = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  const inOrder = files.slice(0, MAX_FILES).sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const [i, file] of inOrder.entries()) {
    if (cancelled.isCancellationRequested) break;
    const path = file.path.startsWith(root) ? file.path.slice(root.length) : file.path;
    report(t('{0} of {1}: {2}', i + 1, inOrder.length, path), 100 / inOrder.length);
    try {
      const found = await readText(file);
      if ('reason' in found) {
        skip(found.reason);
        continue;
      }
      const request = {
        document: `folder:${file.toString()}`,
        text: found.text,
        language: readingLanguage(path, languageOf(path)),
        column: null,
        only: [],
      };
      const summary = summarise(reader, await scanOnce(readers, request, cancelled));
      if (summary.sentences === 0) skip(t('without sentences to read'));
      else rows.push({ path, summary });
    } catch (error) {
      if (!(error instanceof vscode.CancellationError)) skip(t('that could not be read'));
    }
  }
  const { isCancellationRequested } = cancelled;
  // The lowest score goes first; labels that lean nowhere leave the order of the paths.
  rows.sort((a, b) => a.summary.meanScore - b.summary.meanScore);
  return {
    folder: folder.path.split('/').pop() || folder.path,
    reader,
    rows,
    leftOut,
    cancelled: isCancellationRequested,
  };
}

async function readText(file: vscode.Uri): Promise<{ readonly text: string } | { readonly reason: string }> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > MAX_BYTES) return { reason: vscode.l10n.t('over 5 MB') };
  const text = decodeText(await vscode.workspace.fs.readFile(file));
  // Text has none; `describeBinary` allows a few, in what an editor has opened as text.
  const binary = text.includes('\0') || describeBinary(text) !== null;
  return binary ? { reason: vscode.l10n.t('binary') } : { text };
}
